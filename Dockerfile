# Both programs of the newsroom, from one build: --target cms, --target publisher. Each image holds the packages of its own
# program alone, without what only building and testing need.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /newsroom
ENV CI=true
RUN npm install --global pnpm@12.21.0
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY shared/package.json shared/
COPY cms/package.json cms/
COPY site/package.json site/

FROM packages AS build
RUN pnpm install --frozen-lockfile
COPY tsconfig.base.json ./
COPY shared shared
COPY cms cms
COPY site site
COPY scripts scripts
RUN node scripts/build.ts shared && node scripts/build.ts cms site

FROM packages AS cms-packages
RUN pnpm install --frozen-lockfile --prod --filter '@broadsheet/cms...'

FROM packages AS site-packages
RUN pnpm install --frozen-lockfile --prod --filter '@broadsheet/site...'

FROM node:24.21.0-bookworm-slim AS base
WORKDIR /newsroom
ENV NODE_ENV=production \
    STRAPI_TELEMETRY_DISABLED=true \
    ASTRO_TELEMETRY_DISABLED=1 \
    DATA_DIR=/data \
    HOME=/tmp
# Everything that changes lies in /data; the code is not the programs' to change.
RUN mkdir /data && chown node:node /data
COPY package.json ./
VOLUME /data

FROM base AS cms
COPY --from=cms-packages /newsroom/node_modules node_modules
COPY --from=build /newsroom/shared shared
COPY --from=cms-packages /newsroom/shared/node_modules shared/node_modules
COPY --from=build /newsroom/cms/dist cms/dist
COPY cms/package.json cms/favicon.png cms/
COPY cms/demo cms/demo
COPY --from=cms-packages /newsroom/cms/node_modules cms/node_modules
# Strapi makes this folder when it is not there, and it may not.
RUN mkdir -p cms/database/migrations
WORKDIR /newsroom/cms
USER node
EXPOSE 1337
CMD ["node", "dist/src/serve.js"]

FROM base AS publisher
COPY --from=site-packages /newsroom/node_modules node_modules
COPY --from=build /newsroom/shared shared
COPY --from=site-packages /newsroom/shared/node_modules shared/node_modules
COPY site site
COPY --from=build /newsroom/site/dist site/dist
COPY --from=site-packages /newsroom/site/node_modules site/node_modules
USER node
EXPOSE 4321
CMD ["node", "site/publisher/run.ts"]
