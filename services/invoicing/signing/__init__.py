"""The client's signature under an order form: frozen, sent by link, accepted with a code; or another proof."""
