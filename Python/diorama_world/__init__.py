"""Records Gymnasium environments as videos with actions that `diorama import` reads."""
