"""What holds for every test."""

from hypothesis import HealthCheck, settings

from tests.postgres import postgres as postgres
from tests.redis import own_redis as own_redis
from tests.redis import redis as redis
from tests.redis import redis_cluster as redis_cluster
from tests.redis import session_redis as session_redis

# The machines of a test run are shared and noisy: how long an example takes says nothing about the product.
settings.register_profile("brownboard", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("brownboard")
