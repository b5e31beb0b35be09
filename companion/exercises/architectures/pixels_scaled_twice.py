"""Exercise: dividing by 255 where the net does it already."""

KIND = "choice"
TITLE = "scaled twice"
PROMPT = (
    "A colleague asks `keras.applications.EfficientNetB0` with its ImageNet weights what is on his photographs. His "
    "pipeline divides all pixels by 255, as he always does. No error appears, and every photograph is answered with "
    "nearly the same probabilities. What happened?"
)
OPTIONS = {
    "a": (
        "The net divides by 255 itself, so that every picture reaches its first convolution as almost black.",
        "Numbers from 0 to 1 become 0 to 0.004, and after the mean is subtracted all pictures are nearly the same. "
        "Hand over 0 to 255 and leave the scaling to the net.",
    ),
    "b": (
        "The net wants −1 to 1; 0 to 1 is shifted by a half.",
        "That is MobileNetV2 of the same library, whose `preprocess_input` must be called. EfficientNet carries its "
        "preprocessing inside, and its `preprocess_input` does nothing.",
    ),
    "c": (
        "The weights were trained for another order of the colours, so the answers are all wrong alike.",
        "A wrong order of colours makes answers worse and leaves them different from picture to picture.",
    ),
    "d": (
        "Batch normalisation was in training mode and normalised the brightness away.",
        "In training mode the batch normalisations would, one after the other, stretch the tiny differences to their "
        "usual size; it is in evaluation mode, with stored statistics, that the pictures look black.",
    ),
    "e": (
        "The pictures were not resized to 224×224.",
        "A wrong size gives an error, or worse answers, but pictures stay different from one another.",
    ),
}
CORRECT = "a"
HINTS = [
    "Print the first four layers of the model.",
    "Follow a white and a black pixel through both divisions: how far apart are they at the end?",
]
