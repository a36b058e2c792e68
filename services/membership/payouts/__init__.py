"""What is owed to people and how it is paid: claims, the two tests of every distribution, the queue, the file."""
