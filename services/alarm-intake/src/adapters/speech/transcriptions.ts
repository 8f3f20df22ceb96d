import { RefusalError, refuse } from '@muster/kernel/result';
import type { Audio, FileTranscriber, Heard } from '../../app/speech.ts';

export interface TranscriptionsConfig {
  /** Up to and with `/v1`. */
  readonly url: string;
  /** Empty: none is sent. */
  readonly key: string;
  readonly model: string;
}

const ANSWER_TIMEOUT_MS = 60_000;
const ANSWER_MAX_CHARS = 1_000_000;

/**
 * `POST <url>/audio/transcriptions` as OpenAI defined it and vLLM, FunASR, speaches and others speak it. Segments
 * (verbose_json), with their speaker where the recogniser tells speakers apart; where it gives none, the whole text.
 */
export function transcriptions(config: TranscriptionsConfig): FileTranscriber {
  return {
    async transcribe(audio) {
      // Some models know plain json alone, and say so with 400.
      const first = await ask(config, audio, 'verbose_json');
      const answer = first.status === 400 ? await ask(config, audio, 'json') : first;
      if (answer.status === 200) return turnsOf(answer.text);
      throw away(`the recogniser answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    },
  };
}

async function ask({ url, key, model }: TranscriptionsConfig, audio: Audio, format: string) {
  const form = new FormData();
  const name = `call.${EXTENSIONS[audio.mediaType.split(';')[0] ?? ''] ?? 'wav'}`;
  form.set('file', new Blob([Buffer.from(audio.bytes)], { type: audio.mediaType }), name);
  form.set('model', model);
  form.set('response_format', format);
  if (audio.lang !== '') form.set('language', audio.lang);
  try {
    const response = await fetch(`${url}/audio/transcriptions`, {
      method: 'POST',
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
      body: form,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, text: (await response.text()).slice(0, ANSWER_MAX_CHARS) };
  } catch (cause) {
    throw away(`the recogniser does not answer: ${(cause as Error).message}`);
  }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  ...{ 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' },
  ...{ 'audio/webm': 'webm', 'audio/flac': 'flac' },
};

function turnsOf(json: string): Heard[] {
  const { text, segments } = parsed(json);
  const turns = (Array.isArray(segments) ? segments : [])
    .filter((segment): segment is { text: string; speaker?: unknown } => typeof segment?.text === 'string')
    .map((segment, i) => ({
      turn: String(i),
      text: segment.text.trim(),
      speaker: typeof segment.speaker === 'string' ? segment.speaker : '',
      final: true,
    }))
    .filter((turn) => turn.text !== '');
  if (turns.length > 0) return turns;
  return typeof text === 'string' && text.trim() !== ''
    ? [{ turn: '0', text: text.trim(), speaker: '', final: true }]
    : [];
}

function parsed(json: string): { text?: unknown; segments?: unknown } {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw away('the recogniser did not answer with JSON');
  }
}

const away = (message: string): RefusalError =>
  new RefusalError(refuse('unavailable', message, '语音识别服务暂不可用').refusal);
