import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import type {
  CorrectedCall,
  ListCorrectionsResponse,
} from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { RefusalError, refuse } from '@muster/kernel/result';
import { defaultHomeDir } from '@muster/local/project-dirs';
import type { Command } from 'commander';
import { asAdmin, told } from '../as-admin.ts';

const PAGE = 100;
/** The corpus is reviewed by people: more at once is not a review. */
const MAX_CALLS = 20_000;

export function register(program: Command): void {
  program
    .command('corrections')
    .requiredOption('--out <file>', '写入的文件(JSON 行) · the file to write, JSON lines of the corpus')
    .option('--home <dir>', '数据目录 · where data, logs and secrets are kept', defaultHomeDir)
    .description('导出人工更正过的警情(已脱敏)供审阅入语料 · corrected calls, masked, to review for the corpus')
    .action(exportCorrections);
}

async function exportCorrections({ out, home }: { out: string; home: string }): Promise<void> {
  if (existsSync(out)) {
    throw new RefusalError(
      refuse('precondition', `${out} is there already: name a new file`, `${out} 已存在:请换一个文件名`).refusal,
    );
  }
  const edge = await asAdmin(home);
  writeFileSync(out, '', { mode: 0o600 });
  let count = 0;
  for (let after = ''; count < MAX_CALLS; ) {
    const query = new URLSearchParams({ after, limit: String(PAGE) });
    const page = await told(edge.get<ListCorrectionsResponse>(`/api/classifier/corrections?${query}`));
    appendFileSync(out, page.calls.map((call) => `${corpusLine(call)}\n`).join(''));
    count += page.calls.length;
    after = page.next;
    if (after === '') break;
  }
  console.log(`${count} 条 · calls → ${out}`);
  console.log(
    '脱敏按格式进行,不保证无遗漏:逐条读过、改写占位符,再放入 services/call-classification/corpus/,然后 ./muster train\n' +
      'Masking goes by form and may miss something: read each line, replace the placeholders, put it into the corpus, train.',
  );
}

/** A line as services/call-classification/corpus/ has them; `proposed` is for the reviewer. */
export function corpusLine({ alarmId, text, proposed, type, priority, channel, location }: CorrectedCall): string {
  const id = `use-${createHash('sha256').update(alarmId).digest('hex').slice(0, 10)}`;
  const gold = { type, alt_types: [proposed], priority, priority_ok: [priority] };
  const where = location !== '' && text.includes(location) ? location : null;
  return JSON.stringify({ id, text, ...gold, location: where, persons: null, channel, proposed });
}
