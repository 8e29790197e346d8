# Potluck as a service. Build: docker build -t potluck .   Run: see compose.yaml
FROM python:3.13-slim AS build
WORKDIR /src
RUN pip install --no-cache-dir 'uv>=0.7'
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv export --locked --no-dev --no-emit-project --quiet -o requirements.txt \
    && uv venv /potluck && uv pip install --python /potluck/bin/python --no-cache -r requirements.txt
COPY . .
RUN uv pip install --python /potluck/bin/python --no-cache --no-deps .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /data --uid 10001 potluck
COPY --from=build /potluck /potluck
USER potluck
WORKDIR /data
ENV PATH=/potluck/bin:$PATH PYTHONUNBUFFERED=1 POTLUCK_DATABASE=sqlite+aiosqlite:////data/potluck.db
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"
STOPSIGNAL SIGTERM
ENTRYPOINT ["potluck"]
CMD ["run", "--policy", "/data/policies.yaml", "--listen", "0.0.0.0:8080"]
