import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * A recogniser that speaks both protocols for real, but hears words where others hear sound: the bytes of its audio
 * are UTF-8 text, a chunk of zeros is silence, which ends a turn. What it "hears" wrong first it corrects when the turn
 * is over: 着货 becomes 着火.
 */
export interface SpeechServer {
  readonly url: string;
  readonly streamUrl: string;
  /** Keys and models that it was shown. */
  readonly seen: { key: string; model: string; language: string; fileName: string }[];
  readonly sessions: () => number;
  /** Cuts every stream off. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startSpeechServer(): Promise<SpeechServer> {
  const seen: SpeechServer['seen'] = [];
  const server: Server = createServer((request, response) => void transcribe(request, response, seen));
  const sockets = new WebSocketServer({ server });
  let sessions = 0;
  sockets.on('connection', (ws, request) => {
    sessions++;
    session(ws, request.headers.authorization ?? '', seen);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    streamUrl: `ws://127.0.0.1:${port}/v1/realtime?intent=transcription`,
    seen,
    sessions: () => sessions,
    cut: () => {
      for (const ws of sockets.clients) ws.terminate();
    },
    async stop() {
      for (const ws of sockets.clients) ws.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function transcribe(request: IncomingMessage, response: ServerResponse, seen: SpeechServer['seen']) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(Buffer.concat(chunks), { headers }).formData();
  const file = form.get('file') as File;
  const model = String(form.get('model'));
  const format = String(form.get('response_format'));
  seen.push({
    ...{ key: request.headers.authorization ?? '', model, language: String(form.get('language') ?? '') },
    fileName: file.name,
  });
  const answer = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url !== '/v1/audio/transcriptions') return void answer(404, {});
  if (model === 'plain' && format !== 'json') return void answer(400, { error: { message: 'json only' } });
  const words = (await file.text()).split('|');
  const segments = words.map((text, id) => ({ id, text, speaker: id % 2 === 0 ? 'agent' : 'customer' }));
  answer(200, format === 'json' ? { text: words.join('') } : { text: words.join(''), segments });
}

function session(ws: WebSocket, key: string, seen: SpeechServer['seen']): void {
  let items = 0;
  let item = '';
  let said = '';
  const send = (message: object) => ws.send(JSON.stringify(message));
  const complete = () => {
    if (item === '') return send({ type: 'error', error: { code: 'input_audio_buffer_commit_empty' } });
    send({ type: 'input_audio_buffer.committed', item_id: item });
    const transcript = said.replaceAll('着货', '着火');
    send({ type: 'conversation.item.input_audio_transcription.completed', item_id: item, transcript });
    [item, said] = ['', ''];
  };
  ws.on('message', (data) => {
    const message = JSON.parse(String(data)) as Record<string, never>;
    if (message.type === 'transcription_session.update') {
      const { model, language = '' } = (
        message.session as { input_audio_transcription: { model: string; language?: string } }
      ).input_audio_transcription;
      seen.push({ key, model, language, fileName: '' });
      return send({ type: 'transcription_session.updated' });
    }
    if (message.type === 'input_audio_buffer.commit') return complete();
    if (message.type !== 'input_audio_buffer.append') return;
    const audio = Buffer.from(message.audio as string, 'base64');
    if (audio.every((byte) => byte === 0)) return complete();
    if (item === '') item = `item_${++items}`;
    said += audio.toString('utf8');
    send({ type: 'conversation.item.input_audio_transcription.delta', item_id: item, delta: audio.toString('utf8') });
  });
}
