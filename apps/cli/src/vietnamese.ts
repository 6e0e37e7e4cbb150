import { Command, Help } from 'commander';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Cách dùng:',
  'Arguments:': 'Đối số:',
  'Options:': 'Tuỳ chọn:',
  'Global Options:': 'Tuỳ chọn chung:',
  'Commands:': 'Lệnh:',
};

const HELP = 'xem cách dùng';

/** The words of Commander's errors, each whole, with what stands in them. Whatever follows is ours already, or another of these. */
const ERRORS: readonly [RegExp, string][] = [
  [/^error: /, 'Lỗi: '],
  [/missing required argument '(.*?)'/, 'thiếu đối số “$1”'],
  [/option '(.*?)' argument missing/, 'tuỳ chọn “$1” thiếu giá trị'],
  [/required option '(.*?)' not specified/, 'thiếu tuỳ chọn bắt buộc “$1”'],
  [/unknown option '(.*?)'/, 'không có tuỳ chọn “$1”'],
  [/option '(.*?)' cannot be used with option '(.*?)'/, 'tuỳ chọn “$1” không đi cùng “$2”'],
  [/unknown command '(.*?)'/, 'không có lệnh “$1”'],
  [/too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+): (.*)\./, 'thừa đối số: cần $2, đã cho $3 ($4).'],
  [/option '(.*?)' argument '(.*?)' is invalid\./, 'giá trị “$2” của tuỳ chọn “$1” chưa đúng:'],
  [/command-argument value '(.*?)' is invalid for argument '(.*?)'\./, 'giá trị “$1” của đối số “$2” chưa đúng:'],
  [/Allowed choices are (.*)\./, 'chỉ nhận $1.'],
  [/\(Did you mean (?:one of )?(.*)\?\)/, '(ý là $1?)'],
];

/** What Commander says of wrong usage, in Vietnamese. */
function inVietnamese(words: string): string {
  return ERRORS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), words);
}

class VietnameseHelp extends Help {
  override styleTitle(title: string): string {
    return TITLES[title] ?? title;
  }

  override visibleCommands(command: Command): Command[] {
    return command.commands.length > 0 ? super.visibleCommands(command) : [];
  }

  override commandUsage(command: Command): string {
    return ourWords(super.commandUsage(command));
  }

  override subcommandTerm(command: Command): string {
    return ourWords(super.subcommandTerm(command));
  }

  override optionDescription(option: Parameters<Help['optionDescription']>[0]): string {
    return super
      .optionDescription(option)
      .replace(/\bchoices: /, 'chọn: ')
      .replace(/\bdefault: /, 'mặc định: ');
  }
}

function ourWords(usage: string): string {
  return usage.replace('[options]', '[tuỳ chọn]').replace('[command]', '[lệnh]');
}

/** A command that speaks Vietnamese in what Commander says by itself; so do those made below it. */
export class VietnameseCommand extends Command {
  constructor(name?: string) {
    super(name);
    this.helpOption('-h, --help', HELP)
      .helpCommand('help [lệnh]', `${HELP} của một lệnh`)
      .configureOutput({ outputError: (words, write) => write(inVietnamese(words)) });
  }

  override createCommand(name?: string): Command {
    // Its own help command is made while this one is, and needs no more than to be listed.
    return name === 'help' ? new Command(name) : new VietnameseCommand(name);
  }

  override createHelp(): Help {
    return new VietnameseHelp();
  }
}
