"""The documents of an agenda themselves, for members to read: each the one whose digest stood in the convening."""
