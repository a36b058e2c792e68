"""The pass with a QR code by which a member is checked in at the entrance, and out again."""
