from small_newsroom import *
def test_t(newsroom, communique):
    newsroom.write(STATEMENT, statement_file(title='"{anniversary} and {X}"'))
    e=communique("check","-y","2026","-l","en"); print(e.exit_code, e.out, e.err)
    newsroom.write(STATEMENT, statement_file(BODY + "\n{#end}\nSee [this](http://e.org) and {kiled} and {years}@gen.\n"))
    newsroom.replace(CATALOG, "{killed} personnes", "147 personnes")
    newsroom.replace(CATALOG, "**Le {date} marque", "**Le {dates} marque")
    e=communique("check","-y","2026"); print(e.exit_code, e.out, e.err)
    assert 0
