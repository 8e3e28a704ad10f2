"""The page a translator watches while working: the real rendering, and beside it the state of every message.

`view` reads the newsroom as it is at that moment, `rendering` colours the real page, `page` draws what stands beside it,
`watching` hears of every save, and `server` shows it all to one browser on this machine. Nothing here changes the disk.
"""
