"""What holds for every test."""

from hypothesis import HealthCheck, settings

from tests.postgres import postgres as postgres

# The machines of a test run are shared and noisy: how long an example takes says nothing about the product.
settings.register_profile("brownboard", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("brownboard")
