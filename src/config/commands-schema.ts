import { z } from 'zod';

/** The section `commands` of the YAML file: by name what may be run, with places for what people choose. */

const longestName = 40;
export const commandNameWords = `a name of at most ${longestName} small letters, digits and dashes`;
const aLine = 'a command line such as journalctl -u {unit:name} -n {lines:int<=500}';

const described = z.strictObject({
  run: z.string().describe(aLine),
  describe: z.string().min(1).max(200).optional().describe('one line on what it is for'),
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .optional()
    .describe('the account on the VM that it runs as, in small letters'),
});

const command = z
  .union([z.string(), described])
  .describe(`${aLine}, or the keys run, describe and user; in quotes where YAML would read { or : otherwise`);

export const commandsSection = z
  .record(
    z
      .string()
      .min(1)
      .max(longestName)
      .regex(/^[a-z][a-z0-9-]*$/),
    command,
  )
  .describe('commands, each with its name and its command line');

export type CommandsFile = z.infer<typeof commandsSection>;
