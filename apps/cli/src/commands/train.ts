import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RefusalError, refuse } from '@muster/kernel/result';
import { projectDir } from '@muster/local/project-dirs';
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('train')
    .option(
      '--verify',
      '重新训练并核对模型文件逐位一致,不写任何文件 · train again and compare bit for bit, write nothing',
    )
    .option(
      '--report-on <dir>',
      '用现有模型评测目录中的其他文本,写 docs/classification-other-texts.md · measure the model on other texts',
    )
    .description('由语料训练警情分类模型并写评测报告 · train the call classifier from its corpus and write the report')
    .action(train);
}

async function train({ verify, reportOn }: { verify?: boolean; reportOn?: string }): Promise<void> {
  if (reportOn !== undefined) return await measureOn(reportOn);
  const { trainAndReport, trainModel } = await import('@muster/call-classification/app/train');
  const { MODEL_FILE, readCorpus } = await import('@muster/call-classification/adapters/sources');
  const { sha256 } = await import('@muster/call-classification/adapters/model-file');
  if (verify) {
    const kept = readFileSync(MODEL_FILE);
    const again = trainModel(readCorpus(), (line) => console.log(line));
    if (again.sha256 !== sha256(kept)) {
      throw new RefusalError(
        refuse(
          'precondition',
          'the model file is not what the corpus gives: run ./muster train',
          '模型文件与语料不一致:请运行 ./muster train',
        ).refusal,
      );
    }
    console.log(`模型与语料逐位一致 · the model is what the corpus gives, bit for bit (${again.version})`);
    return;
  }
  const report = join(projectDir, 'docs', 'classification.md');
  const trained = trainAndReport(report, (line) => console.log(line));
  console.log(`${trained.version}: ${trained.bytes.length} bytes, sha256 ${trained.sha256}`);
  console.log('模型 · model: services/call-classification/model/calls.model  报告 · report: docs/classification.md');
}

async function measureOn(dir: string): Promise<void> {
  const { loadClassifier } = await import('@muster/call-classification/adapters/sources');
  const { readOtherTexts } = await import('@muster/call-classification/adapters/other-texts');
  const { otherTextsMarkdown, reportOn } = await import('@muster/call-classification/training/other-texts');
  const classifier = loadClassifier();
  const figures = reportOn(classifier, readOtherTexts(dir));
  for (const { texts, n, what, share } of figures)
    console.log(`${texts} (${n}): ${what} ${(100 * share).toFixed(1)} %`);
  writeFileSync(
    join(projectDir, 'docs', 'classification-other-texts.md'),
    otherTextsMarkdown(figures, classifier.version),
  );
}
