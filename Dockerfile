# The product in one image: built once as a wheel, run without compiler, Node or root.
FROM python:3.12.9-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[postgres]'

FROM python:3.12.9-slim-bookworm
RUN --mount=from=build,source=/wheels,target=/wheels pip install --no-cache-dir --no-index --find-links /wheels 'brownboard[postgres]' \
 && useradd --system --uid 10001 --user-group brownboard && install -d -o brownboard -g brownboard -m 700 /data
USER 10001:10001
ENV BROWNBOARD_HOST=0.0.0.0 BROWNBOARD_PORT=8000 BROWNBOARD_DATA=/data PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["brownboard"]
CMD ["serve"]
