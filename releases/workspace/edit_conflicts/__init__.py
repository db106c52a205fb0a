"""Two people at one page: whoever saves later is shown what the other changed.

A form carries, signed, what its page showed when it was opened. Where the page would
show something else by the time it is sent, nothing is saved: the form comes back as it
was typed, with each difference beside it, and one button that saves it all the same.
"""
