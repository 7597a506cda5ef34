"""How the weights in `reviews/analysis/trained/` are made and measured. Not used at run time.

Needs the packages of `reviews/analysis/training/requirements.txt` and the AnnoMI files, which stay outside the project:

    python -m reviews.analysis.training.cross_validate DATA   # five folds, writes what was predicted
    python -m reviews.analysis.training.measure DATA          # the table with intervals
    python -m reviews.analysis.training.fit DATA              # the weights that are shipped
"""
