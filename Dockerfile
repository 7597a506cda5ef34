# CoachLMS in one image for web, worker and every manage.py command. No Node, no compiler, not as root.
# docs/operations.md, “Containers”; compose.yaml is an example of a whole installation.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.lock /
RUN /venv/bin/pip install --require-hashes -r /requirements.lock

FROM python:3.11-slim-bookworm
# pg_dump and pg_restore for manage.py backup and restore; Debian 12 brings those of PostgreSQL 15
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/coachlms --shell /usr/sbin/nologin coachlms \
 && install -d -m 0700 -o coachlms -g coachlms /var/lib/coachlms
COPY --from=packages /venv /venv
COPY . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/coachlms STATIC_ROOT=/static LISTEN=0.0.0.0 LOG_FORMAT=json DEMO=0
RUN python -m compileall -q /app \
 && VAR_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0 \
 && rm -rf /tmp/build
USER coachlms
VOLUME /var/lib/coachlms
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "coachlms.ops.probe"]
CMD ["python", "manage.py", "web"]
