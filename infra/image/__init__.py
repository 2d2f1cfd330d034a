"""`make image`: the real Dockerfile, built and run where there is no Docker engine and no registry.

buildah builds it on a base that debootstrap makes, podman runs it with runc, and the system that comes of it is looked
at from outside. What could not be looked at is said.
"""
