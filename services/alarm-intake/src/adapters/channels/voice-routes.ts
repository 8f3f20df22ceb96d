import { RefusalError, refuse, unwrap } from '@muster/kernel/result';
import type { Express } from 'express';
import type { FileTranscriber } from '../../app/speech.ts';
import type { CallRef, VoiceDesk } from '../../app/voice-desk.ts';
import { channelPost, invalid, readBytes, reporterOf, senderOf } from './channel-http.ts';
import { Fields, isBag } from './fields.ts';
import { type ChannelKey, requireChannelKey } from './keys.ts';
import { RATE_LIMITS, RateLimit } from './rate-limit.ts';

/** What recognisers take at most (OpenAI: 25 MB). */
export const AUDIO_BYTES = 25 * 1_048_576;
/** Segments in one request. */
const MAX_SEGMENTS_AT_ONCE = 200;

export interface VoiceDeps {
  readonly desk: VoiceDesk;
  /** Null: none is configured. */
  readonly files: FileTranscriber | null;
}

/**
 * `POST /intake/v1/voice/segments`: words from any recogniser. `POST /intake/v1/voice/audio?callId=…&speaker=…`: a
 * recording, which ours writes down. Live audio: voice-stream.ts.
 */
export function voiceRoutes(app: Express, keys: readonly ChannelKey[], { desk, files }: VoiceDeps): void {
  const limit = new RateLimit(RATE_LIMITS.additionsPerS, RATE_LIMITS.additionsBurst);
  channelPost(app, keys, '/intake/v1/voice/segments', ['voice'], async ({ fields, sender }) => {
    limit.take(sender.key, desk.now());
    const alarmId = unwrap(await desk.open(callOf(fields), reporterOf(sender)));
    const list = fields.has('segments') ? fields.list('segments').slice(0, MAX_SEGMENTS_AT_ONCE) : [fields];
    let version = 0;
    for (const item of list) {
      const given = item instanceof Fields ? item : new Fields(isBag(item) ? item : {}, fields.warnings);
      const segment = given.number('segment');
      if (segment === null) throw invalid('each segment needs its number', '每段须带编号 segment');
      const said = { text: given.text('text'), speaker: speakerOf(given.text('speaker')), final: given.flag('final') };
      version = unwrap(await desk.segment(alarmId, segment, said)).version;
    }
    return { status: 200, body: { alarmId, version, warnings: fields.warnings } };
  });

  const guard = [requireChannelKey(keys, ['voice']), ...readBytes(AUDIO_BYTES)];
  app.post('/intake/v1/voice/audio', ...guard, async (request, response) => {
    if (files === null) throw new RefusalError(NO_RECOGNISER);
    const query = new Fields(request.query as Record<string, unknown>);
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (bytes.length === 0) throw invalid('send the recording as the body', '请以请求体提交录音');
    const alarmId = unwrap(await desk.open(callOf(query), reporterOf(senderOf(response))));
    const mediaType = request.headers['content-type'] ?? 'audio/wav';
    const turns = await files.transcribe({ bytes, mediaType, lang: query.text('lang') });
    const leg = speakerOf(query.text('speaker'));
    for (const turn of turns) {
      unwrap(await desk.segment(alarmId, 'new', { ...turn, speaker: speakerOf(turn.speaker) || leg }));
    }
    response.json({ alarmId, text: turns.map(({ text }) => text).join('\n'), segments: turns.length });
  });
}

export const NO_RECOGNISER = refuse(
  'precondition',
  'no speech-to-text is configured: set MUSTER_STT_URL (or MUSTER_STT_STREAM_URL)',
  '尚未配置语音识别服务',
).refusal;

export const callOf = (fields: Fields): CallRef => ({
  alarmId: fields.text('alarmId'),
  callId: fields.text('callId'),
  callerNumber: fields.text('callerNumber'),
  line: fields.text('line'),
});

/** Recognisers call them anything; what is neither is kept as nobody's. */
export function speakerOf(word: string): string {
  if (/^(caller|customer|报警人|来电人)$/i.test(word)) return 'caller';
  return /^(taker|agent|operator|接警员)$/i.test(word) ? 'taker' : '';
}
