import { join, resolve } from 'node:path';

/** The repository's root, wherever it was cloned to. */
export const projectDir = join(import.meta.dirname, '..', '..');
/** The home of a running Muster; MUSTER_HOME or `--home` names another. */
export const defaultHomeDir = resolve(process.env.MUSTER_HOME || join(projectDir, '.muster'));
/** Programs no npm package brings; shared by all homes. */
export const toolsDir = join(projectDir, '.muster', 'tools');
/** Node 24 from the npm package `node`: the one that runs TypeScript. */
export const nodePath = join(projectDir, 'node_modules', 'node', 'bin', 'node');
