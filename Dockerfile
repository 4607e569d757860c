# Both programs of the newsroom, from one build: --target cms, --target publisher.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /newsroom
RUN npm install --global pnpm@12.21.0
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY shared/package.json shared/
COPY cms/package.json cms/
COPY site/package.json site/
RUN pnpm install --frozen-lockfile
COPY tsconfig.base.json ./
COPY shared shared
COPY cms cms
COPY site site
COPY scripts scripts
RUN node scripts/build.ts shared && node scripts/build.ts cms site

FROM node:24.21.0-bookworm-slim AS base
WORKDIR /newsroom
ENV NODE_ENV=production \
    STRAPI_TELEMETRY_DISABLED=true \
    ASTRO_TELEMETRY_DISABLED=1 \
    DATA_DIR=/data
# Everything that changes lies in /data; the code is not the programs' to change.
RUN mkdir /data && chown node:node /data
COPY --from=build /newsroom/node_modules node_modules
COPY --from=build /newsroom/package.json ./
COPY --from=build /newsroom/shared shared
VOLUME /data

FROM base AS cms
COPY --from=build /newsroom/cms cms
WORKDIR /newsroom/cms
USER node
EXPOSE 1337
CMD ["node", "node_modules/@strapi/strapi/bin/strapi.js", "start"]

FROM base AS publisher
COPY --from=build /newsroom/site site
USER node
CMD ["node", "site/publisher/run.ts"]
