# Two stages: the SDK builds, and an image without shell or package manager runs. It writes to /var/lib/emoe and /tmp alone, so that the root
# file system may be read-only.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/ src/
ARG TARGETARCH=amd64
# The lock files describe the plain build; code compiled ahead starts in a third of the time.
RUN case "$TARGETARCH" in amd64) rid=linux-x64 ;; arm64) rid=linux-arm64 ;; *) echo "no such architecture: $TARGETARCH" >&2; exit 1 ;; esac \
 && dotnet publish src/ElasticMoE.Node -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true \
    -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath=none -o /app \
 && mkdir -p /state

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
# The user "app" of the image.
ARG APP_UID=1654
COPY --from=build /app /app
COPY models/emoe-mini /app/models/emoe-mini
COPY --from=build --chown=$APP_UID:$APP_UID /state /var/lib/emoe
ENV EMOE_CLUSTER=/var/lib/emoe EMOE_CACHE=/var/lib/emoe/cache EMOE_MODEL=/app/models/emoe-mini
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "/app/emoe.dll"]
# One process that serves the bundled model; a cluster's processes are named by their arguments.
CMD ["serve", "--address", "0.0.0.0", "--port", "8080"]
