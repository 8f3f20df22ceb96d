import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type Response } from 'express';

const ENTRANCES = ['console', 'wall', 'unit', 'admin', 'replay', 'reports'] as const;
const NOT_BUILT =
  '网页尚未构建：请运行 npm start，或在 apps/web 中运行 vite build。 The web pages are not built: run npm start, or vite build in apps/web.\n';

/**
 * The built pages. An entrance is `<name>.html` or `<name>/index.html` where the build has one, else index.html. Files
 * under assets/ carry their hash in their name and never change; everything else is asked for again each time.
 */
export function webPages(app: Express, dist: string): void {
  if (dist !== '') {
    app.use('/assets', express.static(join(dist, 'assets'), { immutable: true, maxAge: '365d', index: false }));
    app.use(
      express.static(dist, {
        index: false,
        redirect: false,
        setHeaders: (response) => void response.setHeader('cache-control', 'no-cache'),
      }),
    );
  }
  app.get('/', (_request, response) => sendEntrance(response, dist, ['index.html', 'console.html']));
  for (const name of ENTRANCES) {
    const files = [`${name}.html`, `${name}/index.html`, 'index.html'];
    app.get([`/${name}`, `/${name}/{*path}`], (_request, response) => sendEntrance(response, dist, files));
  }
}

function sendEntrance(response: Response, dist: string, files: readonly string[]): void {
  // Looked for each time: the build is swapped while the edge runs.
  const file = dist === '' ? undefined : files.find((name) => existsSync(join(dist, name)));
  if (file === undefined) return void response.status(503).type('text').send(NOT_BUILT);
  response.setHeader('cache-control', 'no-cache');
  response.sendFile(file, { root: dist });
}
