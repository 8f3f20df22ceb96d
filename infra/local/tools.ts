import type { Tool } from './find-tool.ts';

const NATS_VERSION = '2.15.2';
const NATS_RELEASE = `https://github.com/nats-io/nats-server/releases/download/v${NATS_VERSION}`;
const K6_VERSION = '1.8.1';

function natsArchive(platform: string): { url: string; path: string } {
  const name = `nats-server-v${NATS_VERSION}-${platform}`;
  return { url: `${NATS_RELEASE}/${name}.tar.gz`, path: `${name}/nats-server` };
}

export const natsServer: Tool = {
  name: 'nats-server',
  variable: 'NATS_SERVER_PATH',
  names: ['nats-server'],
  goModule: `github.com/nats-io/nats-server/v2@v${NATS_VERSION}`,
  debian: { packages: ['nats-server'], path: 'usr/sbin/nats-server' },
  // Untried: the machine this was written on reaches only package registries.
  archive: {
    sumsUrl: `${NATS_RELEASE}/SHA256SUMS`,
    files: {
      'linux-x64': natsArchive('linux-amd64'),
      'linux-arm64': natsArchive('linux-arm64'),
      'darwin-x64': natsArchive('darwin-amd64'),
      'darwin-arm64': natsArchive('darwin-arm64'),
    },
  },
  adviceZh: '请安装 nats-server 并放入 PATH(例如 apt-get install nats-server),或用 NATS_URL 指定一个已运行的服务器。',
  advice:
    'Install nats-server on PATH (for example apt-get install nats-server), or name a running server in NATS_URL.',
};

export const chromium: Tool = {
  name: 'chromium',
  variable: 'CHROMIUM_PATH',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debian: { packages: ['chromium'], path: 'usr/lib/chromium/chromium' },
  adviceZh: '请安装 chromium(例如 apt-get install chromium),或用 CHROMIUM_PATH 指定 Chrome/Chromium 的路径。',
  advice: 'Install chromium (for example apt-get install chromium), or name Chrome or Chromium in CHROMIUM_PATH.',
};

export const k6: Tool = {
  name: 'k6',
  variable: 'K6_PATH',
  names: ['k6'],
  goModule: `go.k6.io/k6@v${K6_VERSION}`,
  adviceZh: `请安装 Go 后重试,或安装 k6 ${K6_VERSION} 并放入 PATH。`,
  advice: `Install Go and try again, or put k6 ${K6_VERSION} on PATH.`,
};

export const redisServer: Tool = {
  name: 'redis-server',
  variable: 'REDIS_SERVER_PATH',
  names: ['redis-server', 'valkey-server'],
  debian: { packages: ['redis-server', 'redis-tools'], path: 'usr/bin/redis-server' },
  adviceZh: '它只用于对比测试;请安装 redis-server(例如 apt-get install redis-server)。',
  advice: 'It is only the peer in benchmarks; install redis-server (for example apt-get install redis-server).',
};
