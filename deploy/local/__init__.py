"""The local stack: an embedded PostgreSQL, a private RabbitMQ, the demo. Never used in production."""
