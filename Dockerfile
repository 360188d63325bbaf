# The product in one image: built once as a wheel, run without compiler, Node or root.
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.12-slim
RUN --mount=from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*.whl \
 && useradd --system --uid 10001 brownboard && install -d -o brownboard /data
USER brownboard
ENV BROWNBOARD_HOST=0.0.0.0 BROWNBOARD_PORT=8000 BROWNBOARD_DATA=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["brownboard", "serve"]
