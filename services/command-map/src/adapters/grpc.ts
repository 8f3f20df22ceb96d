import type { CommandMapServiceService } from '@muster/contracts/gen/muster/command_map/v1/command_map';
import type { Clock } from '@muster/kernel/clock';
import type { Handlers } from '@muster/platform/grpc/server';
import type { LiveViews } from '../app/live-views.ts';

export const pictureHandlers = (views: LiveViews, clock: Clock): Handlers<typeof CommandMapServiceService> => ({
  async getPicture() {
    const { json, sequence } = views.deskJson(clock.nowMs());
    return { pictureJson: json, sequence };
  },
});
