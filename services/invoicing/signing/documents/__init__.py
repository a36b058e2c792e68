"""The order form as paper, and the mails that carry link, code and receipt."""
