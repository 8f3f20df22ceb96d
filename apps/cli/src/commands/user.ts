import { randomBytes } from 'node:crypto';
import type { Role } from '@muster/contracts/edge';
import { defaultHomeDir } from '@muster/local/project-dirs';
import type { Command } from 'commander';
import { asAdmin, told } from '../as-admin.ts';

const PASSWORD_BYTES = 9;

interface User {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly unitId: string;
}

/** Who may sign in, while the administrator has no page yet. */
export function register(program: Command): void {
  const user = program.command('user').description('用户账号 · who may sign in');
  user
    .command('add')
    .argument('<name>', '登录名 · the name to sign in with')
    .requiredOption('--role <role...>', 'call-taker | dispatcher | supervisor | unit | leadership | admin | gateway')
    .option('--display <name>', '显示名 · the name others see')
    .option('--unit <id>', '出警单元编号(角色 unit) · the unit, for role unit', '')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .description('新增用户并打印初始密码 · add a user and print the first password')
    .action(add);
  user
    .command('list')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .description('列出用户 · list the users')
    .action(list);
}

interface AddOptions {
  readonly role: string[];
  readonly display?: string;
  readonly unit: string;
  readonly home: string;
}

async function add(username: string, options: AddOptions): Promise<void> {
  const edge = await asAdmin(options.home);
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const { display: displayName = username, role: roles, unit: unitId } = options;
  await told(edge.post('/api/users', { username, password, displayName, roles, unitId }));
  console.log(`${username} / ${password}`);
}

async function list(options: { home: string }): Promise<void> {
  const { users } = await told((await asAdmin(options.home)).get<{ users: User[] }>('/api/users'));
  for (const { username, displayName, roles, unitId } of users) {
    console.log([username, displayName, roles.join(','), unitId].filter((cell) => cell !== '').join('\t'));
  }
}
