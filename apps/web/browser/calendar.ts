import { Calendar, type EventInput, type EventDropInfo } from 'fullcalendar';
import dayGrid from 'fullcalendar/daygrid';
import interaction from 'fullcalendar/interaction';
import list from 'fullcalendar/list';
import vietnamese from 'fullcalendar/locales/vi';
import multiMonth from 'fullcalendar/multimonth';
import classicTheme from 'fullcalendar/themes/classic';

/** As the server's calendar query writes them. */
interface Item {
  id: number;
  on: string;
  title: string;
  status: string;
  /** Its number in the plan, as printed there. */
  task: string;
  medium: string;
  rerun: number;
  at: string | null;
  org: number;
}

interface Due {
  task: number;
  on: string;
  name: string;
  medium: string;
  quantity: number;
  done: number;
}

/** A day off or a make-up day, as the page carries them in `data-days`. */
interface WorkingDay {
  on: string;
  kind: 'off' | 'work';
  name: string;
  isProposed: boolean;
}

const SIGNS: Record<string, string> = { planned: '○', published: '✓', accepted: '★', rejected: '✕', withdrawn: '–' };
const NARROW_PIXELS = 640;

let calendar: Calendar | undefined;

function itemEvent(item: Item, mayMove: (item: Item) => boolean): EventInput {
  const isMovable = item.status === 'planned' && mayMove(item);
  const time = item.at ? `${item.at} ` : '';
  const rerun = item.rerun ? ' (phát lại)' : '';
  return {
    id: String(item.id),
    start: item.on,
    allDay: true,
    title: `${SIGNS[item.status] ?? ''} ${time}${item.title || `Nhiệm vụ ${item.task}`}${rerun}`,
    url: `/deliverables/${item.id}`,
    editable: isMovable,
    className: `cal-item m-${item.medium} s-${item.status}`,
    extendedProps: { rank: 1 },
  };
}

function dueEvent(due: Due, today: string): EventInput {
  const isMet = due.done >= due.quantity;
  const isLate = !isMet && due.on < today;
  const sign = isMet ? '✓' : isLate ? '!' : '◔';
  return {
    id: `due-${due.task}-${due.on}`,
    start: due.on,
    allDay: true,
    title: `${sign} Hạn ${due.done}/${due.quantity}: ${due.name.replace(/^Thực hiện /, '')}`,
    url: `/tasks/${due.task}`,
    editable: false,
    className: `cal-due m-${due.medium}${isMet ? ' is-met' : ''}${isLate ? ' is-late' : ''}`,
    extendedProps: { rank: 1 },
  };
}

/** The name with the word for what it is, unless it begins with that. */
function withKind(kind: WorkingDay['kind'], name: string): string {
  const word = kind === 'off' ? 'Nghỉ' : 'Làm bù';
  return name.startsWith(word) ? name : `${word}: ${name}`;
}

/** What the day is called, above the items of the day; in the list too. */
function workingDayEvent({ on, kind, name, isProposed }: WorkingDay): EventInput {
  const proposed = isProposed ? ' (dự kiến)' : '';
  return {
    id: `day-${on}`,
    start: on,
    allDay: true,
    title: `${withKind(kind, name)}${proposed}`,
    url: `/working-days?year=${on.slice(0, 4)}#d-${on}`,
    editable: false,
    className: `cal-day k-${kind}${isProposed ? ' is-proposed' : ''}`,
    extendedProps: { rank: 0 },
  };
}

async function fetchEvents(root: HTMLElement, from: string, until: string): Promise<EventInput[]> {
  const { feed = '', filter = '', mayMoveAll, organisations = '', today = '' } = root.dataset;
  const parameters = new URLSearchParams(filter);
  parameters.set('start', from.slice(0, 10));
  parameters.set('end', until.slice(0, 10));
  const response = await fetch(`${feed}?${parameters.toString()}`, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(String(response.status));
  const { items, due } = (await response.json()) as { items: Item[]; due: Due[] };
  const own = organisations.split(' ');
  const mayMove = (item: Item) => mayMoveAll === 'true' || own.includes(String(item.org));
  return [...items.map((item) => itemEvent(item, mayMove)), ...due.map((duty) => dueEvent(duty, today))];
}

/** Saves the new day of a slot; what the server refuses goes back to where it was, with the server's words. */
async function saveMove({ event, revert }: EventDropInfo): Promise<void> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
  try {
    const response = await fetch(`/api/v1/deliverables/${event.id}/planned-date`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'csrf-token': token },
      body: JSON.stringify({ on: event.startStr.slice(0, 10) }),
    });
    if (response.ok) return say(`Đã dời sang ngày ${vietnameseDate(event.startStr)}.`);
    const problem = (await response.json()) as { title?: string };
    revert();
    say(problem.title ?? 'Chưa dời được.');
  } catch {
    revert();
    say('Không kết nối được máy chủ; lịch giữ như cũ.');
  }
}

function vietnameseDate(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number) as [number, number, number];
  return `${String(day).padStart(2, '0')}/${month <= 2 ? `0${month}` : month}/${year}`;
}

function say(words: string): void {
  const line = document.querySelector('[data-calendar-message]');
  if (line) line.textContent = words;
}

function open(root: HTMLElement): void {
  const { initialDate = '', planStart = '', planEnd = '', today = '', mayLog } = root.dataset;
  const isNarrow = innerWidth < NARROW_PIXELS;
  const days = JSON.parse(root.dataset.days || '[]') as WorkingDay[];
  const dayOn = new Map(days.map((day) => [day.on, day]));
  root.replaceChildren();
  calendar = new Calendar(root, {
    plugins: [dayGrid, multiMonth, list, interaction, classicTheme],
    locale: vietnamese,
    timeZone: 'UTC',
    now: today,
    initialDate,
    initialView: isNarrow ? 'listMonth' : 'dayGridMonth',
    firstDay: 1,
    height: 'auto',
    dayMaxEvents: 5,
    fixedWeekCount: false,
    views: { multiMonthYear: { dayMaxEvents: 2, multiMonthMaxColumns: 2 } },
    headerToolbar: { start: 'prev,next today', center: 'title', end: 'dayGridMonth,multiMonthYear,listMonth' },
    buttons: { dayGridMonth: { text: 'Tháng' }, multiMonthYear: { text: 'Năm' }, listMonth: { text: 'Danh sách' }, today: { text: 'Hôm nay' } },
    allDayText: '',
    eventsHint: 'Sản phẩm và hạn',
    closeHint: 'Đóng',
    todayHint: 'Về hôm nay',
    prevHint: (unit: string) => `${unit} trước`,
    nextHint: (unit: string) => `${unit} sau`,
    viewHint: (view: string) => `Xem theo ${view.toLowerCase()}`,
    moreLinkHint: (count: number) => `Xem thêm ${count} mục`,
    noEventsContent: 'Chưa có sản phẩm nào trong tháng này.',
    moreLinkText: (count: number) => `thêm ${count}`,
    validRange: { start: planStart, end: dayAfter(planEnd) },
    eventStartEditable: true,
    eventDurationEditable: false,
    eventOrder: 'rank,start,-duration,allDay,title',
    // The year's months leave the days of their neighbours blank.
    dayCellClass: ({ date, isOther, view }) => dayClass(isOther && view.type === 'multiMonthYear' ? undefined : dayOn.get(date.toISOString().slice(0, 10))),
    eventSources: [days.map(workingDayEvent)],
    events: ({ startStr, endStr }, succeed, fail) => {
      fetchEvents(root, startStr, endStr).then(
        (events) => {
          say('');
          succeed(events);
        },
        (error: Error) => {
          say('Không tải được lịch; hãy thử tải lại trang.');
          fail(error);
        },
      );
    },
    eventDidMount: ({ el, event }) => el.setAttribute('title', event.title),
    eventDrop: (info) => void saveMove(info),
    dateClick: ({ dateStr }) => {
      if (mayLog !== 'true') return;
      const task = new URLSearchParams(root.dataset.filter).get('task');
      const form = dateStr > today ? '/deliverables/slots/new' : '/deliverables/new';
      location.assign(`${form}?on=${dateStr.slice(0, 10)}${task ? `&task=${task}` : ''}`);
    },
  });
  calendar.render();
}

function dayClass(day: WorkingDay | undefined): string {
  if (!day) return '';
  return `day-${day.kind}${day.isProposed ? ' is-proposed' : ''}`;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

function start(): void {
  const root = document.querySelector<HTMLElement>('[data-calendar]');
  if (root && !calendar) open(root);
}

function stop(): void {
  calendar?.destroy();
  calendar = undefined;
}

document.addEventListener('turbo:load', start);
document.addEventListener('turbo:before-cache', stop);
document.addEventListener('turbo:before-render', stop);
start();
