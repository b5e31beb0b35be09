"""Exercise: what a count of false positives says after mining."""

KIND = "choice"
TITLE = "nothing found on the mined photographs"
PROMPT = (
    "After three rounds of mining your face finder calls no window of the 50 mined photographs a face. You want to "
    "know how many false alarms it will give on the next thousand photographs. What do you do?"
)
OPTIONS = {
    "a": (
        "Report 0 false alarms a photograph.",
        "The net was trained on the very windows that it got wrong there. That is a result on training data.",
    ),
    "b": (
        "Count on photographs that were never mined, of the kind it will meet, and say at which share of faces found.",
        "New photographs show what was learned beyond the mined ones; and since a higher threshold alone removes false "
        "alarms and faces, one number without the other says little.",
    ),
    "c": (
        "Mine for three rounds more, until the count stays 0.",
        "It is 0 already; no further false positives can be found there, and other photographs are not looked at.",
    ),
    "d": (
        "Count on the background patches of the test part.",
        "Hardly any of those patches was taken for a face before mining either, while photographs gave tens of "
        "thousands of false windows: such patches are too easy to tell the two nets apart.",
    ),
    "e": (
        "Raise the threshold until it is 0 on the mined photographs with room to spare.",
        "That makes the detector miss more faces and still says nothing about new photographs.",
    ),
}
CORRECT = "b"
HINTS = [
    "Which photographs has the net learned from?",
    "Would you choose a threshold on the test set?",
]
