"""Exercise: what may be concluded from a heat map."""

KIND = "choice"
TITLE = "what a heat map tells"
PROMPT = (
    "A net calls a photograph *boat*, and it is one. Grad-CAM for *boat* lights up the water and leaves the boat dark. "
    "What does the heat map tell you?"
)
OPTIONS = {
    "a": (
        "Grad-CAM does not work on this net: the heat must lie on the object.",
        "The map shows what the net used, and nothing forces a net to use what we would use.",
    ),
    "b": (
        "The net has located the boat wrongly, so its prediction is wrong.",
        "The prediction is right, as the question says. A classifier is never asked where something is.",
    ),
    "c": (
        "The score for boat rests on the water: the net may fail for a boat on a trailer. Test it on such pictures.",
        "The heat says which places speak for the class in this net. It raises a suspicion of a short cut, and "
        "pictures that separate boat from water confirm or refute it.",
    ),
    "d": (
        "The net has recognised the water and hidden the boat because it is less confident about it.",
        "There is only the score of one class in this map. It holds no separate confidence for things in the picture.",
    ),
    "e": (
        "Nothing: a heat map is made after the prediction and has nothing to do with it.",
        "It is computed from the very feature maps and gradients that the score is made of, so it says something, if "
        "not everything.",
    ),
}
CORRECT = "c"
HINTS = [
    "Whose point of view does the map show: where the object is, or what raised the score?",
    "A suspicion wants an experiment. Which pictures would tell the two explanations apart?",
]
