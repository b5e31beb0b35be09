"""Exercise: who won what in 2014."""

KIND = "choice"
TITLE = "the challenge of 2014"
PROMPT = (
    "A blog post says: *“VGG won the ImageNet challenge of 2014 with its 138 million parameters and a top-5 error of "
    "7.3 %, which shows that the largest net wins.”* What is the right correction?"
)
OPTIONS = {
    "a": (
        "None is needed: VGG had the lowest error of that year, and the most parameters.",
        "Look at the table of entries again: in 2014 there is one with a lower error than 7.3 %.",
    ),
    "b": (
        "GoogLeNet won classification with about a twentieth of the parameters; VGG was second there, and won "
        "localisation.",
        "The challenge had several tasks. In classification the smaller net had the smaller error, 6.67 % against "
        "7.3 %; VGG's first place was in localisation, where a box has to be given too.",
    ),
    "c": (
        "GoogLeNet won both classification and localisation; VGG won nothing and is remembered for its simple plan.",
        "GoogLeNet won classification. Localisation, where a box around the object counts too, was VGG's.",
    ),
    "d": (
        "ResNet won classification with 152 layers, so it is depth that wins and not size.",
        "ResNet came a year later; its error of 3.57 % belongs to the challenge of 2015.",
    ),
    "e": (
        "AlexNet won it, and VGG is the same net with smaller filters.",
        "AlexNet's year is 2012, and VGG-16 has twice its layers with weights besides the smaller filters.",
    ),
}
CORRECT = "b"
HINTS = [
    "Print the entries of 2014: which has the lower error?",
    "The challenge asked for more than one thing: which task has to do with boxes?",
]
