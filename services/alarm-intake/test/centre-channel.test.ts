import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectDir } from '../../../infra/local/project-dirs.ts';
import { type ChannelRig, startChannelRig } from './channel-rig.ts';

let rig: ChannelRig;
beforeAll(async () => {
  rig = await startChannelRig();
});
afterAll(() => rig.stop());

const centre = (body: unknown, contentType?: string) =>
  rig.post('/intake/v1/centre', 'centre-key-1', body, contentType);
const stateOf = async (ticketId: string) => {
  const headers = { authorization: 'Bearer centre-key-1' };
  const url = `http://127.0.0.1:${rig.service.httpPort}/intake/v1/centre/${encodeURIComponent(ticketId)}`;
  return (await (await fetch(url, { headers })).json()) as { alarmId: string; state: string; reason: string };
};
const TICKET = {
  format: 'muster-exchange/1',
  ...{ ticketId: 'sz-2026-1', fromCentre: '深圳12345', receivedAtMs: 1_760_000_000_000, line: '12345' },
  ...{ callerNumber: '13700001111', text: '邻居家冒烟', note: '市民称闻到烧焦味' },
  place: { lon: 114.2, lat: 22.69, datum: 'wgs84', accuracyM: 30, text: '锦绣路12号' },
};

describe('a ticket of another centre', () => {
  it('is an alarm at once with the first receiver’s clock, and waits for a human’s answer', async () => {
    const { status, body } = await centre(TICKET);
    expect(status).toBe(201);
    expect(await rig.alarm(body.alarmId)).toMatchObject({
      ...{ channel: 'centre', line: '12345', rangAtMs: 1_760_000_000_000, callerNumber: '13700001111' },
      ...{ text: '邻居家冒烟\n转出说明：市民称闻到烧焦味', place: { lon: 114.2, text: '锦绣路12号' } },
      transfer: { direction: 'in', centre: '深圳12345', state: 'offered' },
    });
    expect((await centre(TICKET)).body).toMatchObject({ alarmId: body.alarmId, repeated: true });
    expect(await stateOf('sz-2026-1')).toMatchObject({ alarmId: body.alarmId, state: 'offered' });
    const { transfer } = await rig.alarm(body.alarmId);
    await rig.client.answerTransfer({
      ...{ alarmId: body.alarmId, transferId: transfer?.transferId ?? '', accepted: false, reason: '属他市管辖' },
      actor: { kind: 'user', id: 'u', name: 'U' },
    });
    expect(await stateOf('sz-2026-1')).toMatchObject({ state: 'refused', reason: '属他市管辖' });
    expect(await stateOf('sz-2026-2')).toMatchObject({ error: { code: 'not-found' } });
  });

  it('of a drill is refused by a system that is in none', async () => {
    expect(await centre({ ...TICKET, ticketId: 'd', mode: 'drill' })).toMatchObject({
      status: 409,
      body: { error: { code: 'wrong-mode' } },
    });
  });

  it('as a NENA EIDO keeps number, place, comment and time', async () => {
    const { status, body } = await centre({
      ...{ $id: 'urn:emergency:uid:incidentid:1:x', eidoVersion: '1.0', issuingElementIdentification: 'psap.example' },
      incidentComponent: [{ $id: 'i', incidentTypeCommonRegistryText: 'Structure Fire' }],
      callComponent: [{ $id: 'c', callStartTimestamp: '2025-04-30T14:40:00Z', callBackReference: { $ref: 'b' } }],
      callbackComponent: [{ $id: 'b', callBackInformationUri: ['sip:8195551212@osp.example', 'tel:8195551212'] }],
      notesComponent: [{ $id: 'n', notesActionComments: '<p>Smoke &amp; flames</p><script>x</script>' }],
      locationComponent: [
        {
          $id: 'l',
          locationTypeDescriptionRegistryText: 'Caller',
          locationByValue:
            '<presence><gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>39.29 -76.61</gml:pos><gs:radius uom="m">25</gs:radius></gs:Circle></presence>',
        },
      ],
    });
    expect(status).toBe(201);
    const alarm = await rig.alarm(body.alarmId);
    expect(alarm).toMatchObject({
      ...{ callerNumber: '8195551212', rangAtMs: Date.UTC(2025, 3, 30, 14, 40) },
      place: { lon: -76.61, lat: 39.29, accuracyM: 25 },
      transfer: { centre: 'psap.example' },
    });
    expect(alarm.text).toBe('Structure Fire\nSmoke & flames\n x');
  });

  const sample = join(
    process.env.MUSTER_SHARED ?? join(projectDir, '..', 'shared'),
    'conformance/eido/sample-call-transfer.json',
  );
  if (!existsSync(sample)) console.log('skipped: the EIDO sample is not here (MUSTER_SHARED or ../shared)');
  it.skipIf(!existsSync(sample))('like the sample of the EIDO project is understood', async () => {
    const { status, body } = await centre(readFileSync(sample));
    expect(status).toBe(201);
    const alarm = await rig.alarm(body.alarmId);
    expect(alarm.callerNumber).toBe('8195551212');
    expect(alarm.rangAtMs).toBe(Date.parse('2021-04-30T14:40:00-04:00'));
    expect(alarm.text).toContain('This is an example text.');
    expect(alarm.text).toContain('US DE Wilmington W Cellular Street 42');
    expect(alarm.transfer?.centre).toBe('idx.state.pa.us');
    expect(alarm.warnings).toContain('a place is given by reference only; ask the other centre for it');
  });
});
