"""The topology of docker-compose.yml as plain processes, with the configuration of deploy/."""
