"""The chapters, in their order: each is a function that plays on the stage and tells what happened."""
