"""Detectors, what they are built on, and the recipes that trained them or measured what the chapter claims.

Nothing is imported here, so that ``import companion.detection`` costs nothing; import the files by name. Those that end
in ``_torch`` need PyTorch. Boxes stand in `companion.boxes`, ways of proposing them in `companion.proposals`.

======================== ==========================================================================================
file                     what it holds
======================== ==========================================================================================
grid_torch               a small detector on a grid, with weights: `load_detector`, `raw_detections`
grid_loss_torch          what its cells should say, and how wrong they are
grid_training_torch      its pictures and its training
grid_recipe_torch        its weights and its table, by ``python -m companion.detection.train grid_detector``
train                    that command, and where the files of a detector lie
face_finder_torch        a net that judges windows, laid over a photograph at many sizes
face_mining_torch        its training, with hard negatives
face_experiment_torch    recipe: what hard negatives change
digit_pages              pages with handwritten digits, for sliding windows at their smallest
error_kinds              what is wrong with each detection of a picture, and the list without one kind of error
proposal_recall          recipe: the objects found under the first proposals, by eight ways of proposing
selectivesearch_package  the package on PyPI that selective search is compared with
======================== ==========================================================================================
"""
