import { describe, expect, it } from '@jest/globals';
import type { TimeFrame } from '../time-frame.js';
import { printTime } from './print-time.js';
import { readTime, readTimeSpan } from './time-expression.js';

const PLAN_2021 = { year: 2021, issuedOn: '2020-12-30' };

/** Text | from..to | recurrence and count | dates | doubts, by kind, read for a plan of 2021 issued on 30/12/2020. */
const FORMS: Partial<Record<TimeFrame['kind'], string>> = {
  point_month: `
    Tháng 12/2020 | 2020-12-01..2020-12-31 |  | 2020-12-31 |
    Tháng 01/2021 | 2021-01-01..2021-01-31 |  | 2021-01-31 |
    tháng Tám | 2021-08-01..2021-08-31 |  | 2021-08-31 |
    tháng Năm | 2021-05-01..2021-05-31 |  | 2021-05-31 |
    tháng năm 2021 | 2021-05-01..2021-05-31 |  | 2021-05-31 |
    Hoàn thành trong tháng 5 | 2021-05-01..2021-05-31 |  | 2021-05-31 |
    thang 3 | 2021-03-01..2021-03-31 |  | 2021-03-31 |
    T12/2020 | 2020-12-01..2020-12-31 |  | 2020-12-31 |
    Tháng 9 - 2021 | 2021-09-01..2021-09-30 |  | 2021-09-30 |
    Tháng 6/2021 (dự kiến) | 2021-06-01..2021-06-30 |  | 2021-06-30 | fuzzy-time
    Không thực hiện trong tháng 3 | 2021-03-01..2021-03-31 |  | 2021-03-31 | time-unknown
    trong tháng 7 | 2021-07-01..2021-07-31 |  | 2021-07-31 |
    tháng 7 năm 2021 | 2021-07-01..2021-07-31 |  | 2021-07-31 |
    Tháng 7. | 2021-07-01..2021-07-31 |  | 2021-07-31 |
    - Tháng 7 | 2021-07-01..2021-07-31 |  | 2021-07-31 |
    “Tháng 7/2021” | 2021-07-01..2021-07-31 |  | 2021-07-31 |
    tháng mười hai | 2021-12-01..2021-12-31 |  | 2021-12-31 |
    T.9/2021 | 2021-09-01..2021-09-30 |  | 2021-09-30 |
    Xong trong tháng 6/2021 | 2021-06-01..2021-06-30 |  | 2021-06-30 |`,
  quarter: `
    Quý II/2021 | 2021-04-01..2021-06-30 |  | 2021-06-30 |
    Quý III/2021 | 2021-07-01..2021-09-30 |  | 2021-09-30 |
    Q.III/2021 | 2021-07-01..2021-09-30 |  | 2021-09-30 |
    Quý 3/2021 | 2021-07-01..2021-09-30 |  | 2021-09-30 |
    QUÝ II/2021 | 2021-04-01..2021-06-30 |  | 2021-06-30 |
    quy II nam 2021 | 2021-04-01..2021-06-30 |  | 2021-06-30 |
    Qúy II | 2021-04-01..2021-06-30 |  | 2021-06-30 |
    dự kiến quý II | 2021-04-01..2021-06-30 |  | 2021-06-30 | fuzzy-time
    Báo cáo quý I | 2021-01-01..2021-03-31 |  | 2021-03-31 |
    quý hai | 2021-04-01..2021-06-30 |  | 2021-06-30 |
    quý tư | 2021-10-01..2021-12-31 |  | 2021-12-31 |
    Q1/2021 | 2021-01-01..2021-03-31 |  | 2021-03-31 |
    QIII/2021 | 2021-07-01..2021-09-30 |  | 2021-09-30 |
    QUÝ IV NĂM 2021 | 2021-10-01..2021-12-31 |  | 2021-12-31 |
    quý 3 - 2021 | 2021-07-01..2021-09-30 |  | 2021-09-30 |
    Hoàn thành trong quý II | 2021-04-01..2021-06-30 |  | 2021-06-30 |`,
  recurring: `
    Mỗi tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    định kỳ 1 lần/quý | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    6 tháng/lần | 2021-01-01..2021-12-31 | HALFYEARLY 2 |  |
    Hằng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    Thứ Ba tuần đầu tiên của tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    Hàng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    thứ Hai hàng tuần | 2021-01-01..2021-12-31 | WEEKLY 52 |  |
    ngày 15 hằng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    trước ngày 20 hàng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    ngày 15 của tháng cuối quý | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    nửa năm | 2021-01-01..2021-12-31 | HALFYEARLY 2 |  |
    6 tháng một lần | 2021-01-01..2021-12-31 | HALFYEARLY 2 |  |
    02 lần/năm | 2021-01-01..2021-12-31 | 2/YEAR 2 |  |
    2 lần trong năm | 2021-01-01..2021-12-31 | 2/YEAR 2 |  |
    mỗi quý một lần | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    mỗi tháng 2 lần | 2021-01-01..2021-12-31 | MONTHLY 24 |  |
    mỗi tháng từ tháng 3 đến tháng 11 | 2021-03-01..2021-11-30 | MONTHLY 9 |  |
    Hàng tháng, bắt đầu từ tháng 3 | 2021-03-01..2021-12-31 | MONTHLY 10 |  | no-end
    01 chuyên mục/tuần | 2021-01-01..2021-12-31 | WEEKLY 52 |  |
    hang thang | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    Hàng quý và đột xuất khi có yêu cầu | 2021-01-01..2021-12-31 | QUARTERLY 4 |  | no-schedule
    hàng năm | 2021-01-01..2021-12-31 | 1/YEAR 1 |  |
    2 tuần/lần | 2021-01-01..2021-12-31 | 26/YEAR 26 |  |
    hai tháng một lần | 2021-01-01..2021-12-31 | 6/YEAR 6 |  |
    Mỗi tháng 01 chuyên mục | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    các quý trong năm | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    các tháng trong năm 2021 | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    tháng cuối mỗi quý | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    cuối mỗi quý | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    chủ nhật tuần thứ hai hằng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    Theo quý | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    hàng quý năm 2022 | 2022-01-01..2022-12-31 | QUARTERLY 4 |  |
    1 quý 1 lần | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    mỗi năm hai lần | 2021-01-01..2021-12-31 | 2/YEAR 2 |  |
    hai lần mỗi quý | 2021-01-01..2021-12-31 | QUARTERLY 8 |  |
    3 tháng/lần | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    3 tháng 1 lần | 2021-01-01..2021-12-31 | QUARTERLY 4 |  |
    mỗi 6 tháng | 2021-01-01..2021-12-31 | HALFYEARLY 2 |  |
    mỗi tuần 1 lần | 2021-01-01..2021-12-31 | WEEKLY 52 |  |
    tuần/lần | 2021-01-01..2021-12-31 | WEEKLY 52 |  |
    4 tháng/lần | 2021-01-01..2021-12-31 | 3/YEAR 3 |  |
    hàng tuần, từ tháng 3 đến tháng 5 | 2021-03-01..2021-05-31 | WEEKLY 13 |  |
    thứ Sáu tuần cuối hàng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    thứ 6 hàng tuần | 2021-01-01..2021-12-31 | WEEKLY 52 |  |
    Ngày 25 hàng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    từ ngày 15 đến ngày 20 hàng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    Thứ 7, Chủ nhật hàng tuần | 2021-01-01..2021-12-31 | WEEKLY 104 |  |
    thứ 2 và thứ 5 hàng tuần | 2021-01-01..2021-12-31 | WEEKLY 104 |  |
    thứ Hai, thứ Tư, thứ Sáu hàng tuần | 2021-01-01..2021-12-31 | WEEKLY 156 |  |
    1-2 lần/tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  | time-unknown
    2 - 3 lần/năm | 2021-01-01..2021-12-31 | 2/YEAR 2 |  | time-unknown
    từ 1 đến 2 lần/tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  | time-unknown
    Trước ngày 25 hàng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    Chậm nhất ngày 25 hàng tháng | 2021-01-01..2021-12-31 | MONTHLY 12 |  |
    Định kỳ hàng quý (trước ngày 15 tháng cuối quý) | 2021-01-01..2021-12-31 | QUARTERLY 4 |  | several-times
    hàng tháng (trước ngày 25) | 2021-01-01..2021-12-31 | MONTHLY 12 |  | several-times
    từ thứ 2 đến thứ 6 hàng tuần | 2021-01-01..2021-12-31 | WEEKLY 52 |  | time-unknown`,
  continuous: `
    Thường xuyên trong năm 2021 | 2021-01-01..2021-12-31 |  |  |
    Cả năm | 2021-01-01..2021-12-31 |  |  |
    Trong năm | 2021-01-01..2021-12-31 |  |  |
    Năm 2021 | 2021-01-01..2021-12-31 |  |  |
    năm 2022 | 2022-01-01..2022-12-31 |  |  |
    Thường xuyên | 2021-01-01..2021-12-31 |  |  |
    Thường xuyên, theo quy định | 2021-01-01..2021-12-31 |  |  | no-schedule
    Hàng ngày | 2021-01-01..2021-12-31 |  |  |
    Cả năm 2022 | 2022-01-01..2022-12-31 |  |  |
    2021 | 2021-01-01..2021-12-31 |  |  |
    Thường xuyên từ tháng 3 đến tháng 9 | 2021-03-01..2021-09-30 |  |  |
    liên tục | 2021-01-01..2021-12-31 |  |  |
    quanh năm | 2021-01-01..2021-12-31 |  |  |
    năm 2021 và năm 2022 | 2021-01-01..2022-12-31 |  |  |`,
  deadline: `
    trước ngày 15/12/2023 | ..2023-12-14 |  | 2023-12-14 | strictly-before
    Chậm nhất ngày 20/11/2021 | ..2021-11-20 |  | 2021-11-20 |
    Trước ngày 15/12/2021 | ..2021-12-14 |  | 2021-12-14 | strictly-before
    Trước 30/11 | ..2021-11-29 |  | 2021-11-29 | strictly-before
    Xong trước tháng 6 | ..2021-05-31 |  | 2021-05-31 | strictly-before
    trước hoặc trong ngày 20/11 | ..2021-11-20 |  | 2021-11-20 |
    đến hết ngày 20/11 | ..2021-11-20 |  | 2021-11-20 |
    đến tháng 6 | ..2021-06-30 |  | 2021-06-30 |
    hết quý II | ..2021-06-30 |  | 2021-06-30 |
    truoc ngay 15/12/2021 | ..2021-12-14 |  | 2021-12-14 | strictly-before
    trước ngày 15/3 hàng năm | ..2021-03-14 |  | 2021-03-14 | strictly-before
    Từ nay đến hết năm 2021 | ..2021-12-31 |  | 2021-12-31 |
    trước 17 giờ ngày 20/11 | ..2021-11-20 |  | 2021-11-20 |
    đến cuối năm | ..2021-12-31 |  | 2021-12-31 | fuzzy-time
    Thực hiện trong quý I và hoàn thành trước ngày 30/6 | ..2021-06-29 |  | 2021-06-29 | strictly-before several-times
    Tháng 01/2021 (trước ngày 20/01) | ..2021-01-19 |  | 2021-01-19 | strictly-before several-times
    trước ngày 31/12 hàng năm | ..2021-12-30 |  | 2021-12-30 | strictly-before
    đến ngày 30/6/2021 | ..2021-06-30 |  | 2021-06-30 |
    trước quý III | ..2021-06-30 |  | 2021-06-30 | strictly-before
    trước năm 2022 | ..2021-12-31 |  | 2021-12-31 | strictly-before
    trước hoặc đúng ngày 15/12 | ..2021-12-15 |  | 2021-12-15 |
    không muộn hơn ngày 15/12 | ..2021-12-15 |  | 2021-12-15 |
    hạn cuối ngày 15/12 | ..2021-12-15 |  | 2021-12-15 |
    trước ngày 15 tháng 12 năm 2021 | ..2021-12-14 |  | 2021-12-14 | strictly-before
    Chậm nhất là 15/12 | ..2021-12-15 |  | 2021-12-15 |
    kết thúc trước 30/11/2021 | ..2021-11-29 |  | 2021-11-29 | strictly-before`,
  range: `
    từ tháng 9 đến hết tháng 12/2018 | 2018-09-01..2018-12-31 |  |  |
    Quý I - Quý II/2021 | 2021-01-01..2021-06-30 |  |  |
    Quý II-III | 2021-04-01..2021-09-30 |  |  |
    Giai đoạn 2021 - 2025 | 2021-01-01..2025-12-31 |  |  |
    Từ tháng 3 đến tháng 11 | 2021-03-01..2021-11-30 |  |  |
    T3-T11/2021 | 2021-03-01..2021-11-30 |  |  |
    9 tháng đầu năm | 2021-01-01..2021-09-30 |  |  |
    từ ngày 01/3 đến ngày 15/4/2021 | 2021-03-01..2021-04-15 |  |  |
    từ 01 đến 15/3/2021 | 2021-03-01..2021-03-15 |  |  |
    tháng 12/2020 đến tháng 01/2021 | 2020-12-01..2021-01-31 |  |  |
    từ tháng 11 đến tháng 2 | 2021-11-01..2022-02-28 |  |  | crosses-year
    từ tháng 11 đến tháng 2/2022 | 2021-11-01..2022-02-28 |  |  | crosses-year
    Từ tháng 3 | 2021-03-01..2021-12-31 |  |  | no-end
    Từ quý II/2021 trở đi | 2021-04-01..2021-12-31 |  |  | no-end
    sau ngày 15/3 | 2021-03-16..2021-12-31 |  |  | no-end
    từ ngày ban hành kế hoạch đến 31/12/2021 | 2020-12-30..2021-12-31 |  |  |
    Tháng 3 - 6/2021 | 2021-03-01..2021-06-30 |  |  |
    từ 3 đến 6/2021 | 2021-03-01..2021-06-30 |  |  |
    9-11/2021 | 2021-09-01..2021-11-30 |  |  |
    từ đầu năm đến hết quý III | 2021-01-01..2021-09-30 |  |  | fuzzy-time
    sau Tết | 2021-02-18..2021-12-31 |  |  | no-end
    từ quý I đến quý III | 2021-01-01..2021-09-30 |  |  |
    Tháng 9 đến 12/2021 | 2021-09-01..2021-12-31 |  |  |
    từ khi ban hành Kế hoạch đến hết tháng 6 | 2020-12-30..2021-06-30 |  |  |
    2021-2025 | 2021-01-01..2025-12-31 |  |  |
    Năm 2021-2022 | 2021-01-01..2022-12-31 |  |  |
    từ tháng 01 đến tháng 12 năm 2021 | 2021-01-01..2021-12-31 |  |  |
    từ ngày 15/3/2021 | 2021-03-15..2021-12-31 |  |  | no-end
    từ ngày 01/3 đến trước ngày 15/4 | 2021-03-01..2021-04-14 |  |  | strictly-before
    Giai đoạn 2021-2025 | 2021-01-01..2025-12-31 |  |  |
    Nửa đầu tháng 9 | 2021-09-01..2021-09-15 |  |  |
    Nửa cuối tháng 9/2021 | 2021-09-16..2021-09-30 |  |  |
    nửa sau tháng 2 | 2021-02-16..2021-02-28 |  |  |`,
  multi_report: `
    hàng quý, 6 tháng, cuối năm | 2021-01-01..2021-12-31 | 4 | 2021-03-31 2021-06-30 2021-09-30 2021-12-31 |
    6 tháng, năm | 2021-01-01..2021-12-31 | 2 | 2021-06-30 2021-12-31 |
    báo cáo quý I, 6 tháng, 9 tháng và năm | 2021-01-01..2021-12-31 | 4 | 2021-03-31 2021-06-30 2021-09-30 2021-12-31 |
    Báo cáo quý, 6 tháng, năm | 2021-01-01..2021-12-31 | 4 | 2021-03-31 2021-06-30 2021-09-30 2021-12-31 |
    hàng tháng, quý, 6 tháng, năm | 2021-01-01..2021-12-31 | 12 | 2021-01-31 2021-02-28 2021-03-31 2021-04-30 2021-05-31 2021-06-30 2021-07-31 2021-08-31 2021-09-30 2021-10-31 2021-11-30 2021-12-31 |
    hàng quý, năm | 2021-01-01..2021-12-31 | 4 | 2021-03-31 2021-06-30 2021-09-30 2021-12-31 |
    hàng quý, hàng năm | 2021-01-01..2021-12-31 | 4 | 2021-03-31 2021-06-30 2021-09-30 2021-12-31 |
    Hàng tháng, hàng quý | 2021-01-01..2021-12-31 | 12 | 2021-01-31 2021-02-28 2021-03-31 2021-04-30 2021-05-31 2021-06-30 2021-07-31 2021-08-31 2021-09-30 2021-10-31 2021-11-30 2021-12-31 |
    Quý I, 6 tháng, quý III và năm 2021 | 2021-01-01..2021-12-31 | 4 | 2021-03-31 2021-06-30 2021-09-30 2021-12-31 |`,
  open: `
    Theo quy định | .. |  |  | no-schedule
    Định kỳ, đột xuất | .. |  |  | no-schedule
    khi có yêu cầu | .. |  |  | no-schedule
    sau khi có văn bản của Bộ Nội vụ | .. |  |  | no-schedule
    theo kế hoạch của Bộ Nội vụ | .. |  |  | no-schedule
    theo chương trình, kế hoạch của Bộ | .. |  |  | no-schedule
    Theo Kế hoạch số 105/KH-UBND ngày 30/12/2020 | .. |  |  | no-schedule
    Đột xuất khi có yêu cầu | .. |  |  | no-schedule
    Khi có phát sinh | .. |  |  | no-schedule
    Tùy tình hình thực tế | .. |  |  | no-schedule
    theo hướng dẫn của cấp trên | .. |  |  | no-schedule
    Ngay khi có văn bản chỉ đạo | .. |  |  | no-schedule`,
  fuzzy: `
    Giữa năm | 2021-06-01..2021-07-31 |  |  | fuzzy-time
    Đầu năm 2021 | 2021-01-01..2021-03-31 |  |  | fuzzy-time
    cuối năm | 2021-10-01..2021-12-31 |  |  | fuzzy-time
    đầu tháng 3 | 2021-03-01..2021-03-10 |  |  | fuzzy-time
    cuối quý II | 2021-06-01..2021-06-30 |  |  | fuzzy-time
    dịp Tết | 2021-01-28..2021-02-17 |  |  | fuzzy-time
    dịp Tết Nguyên đán năm 2022 | 2022-01-17..2022-02-06 |  |  | fuzzy-time
    tuần 2 tháng 3 | 2021-03-08..2021-03-14 |  |  | fuzzy-time
    tuần cuối tháng 6 | 2021-06-24..2021-06-30 |  |  | fuzzy-time
    Khoảng tháng 5 | 2021-05-01..2021-05-31 |  |  | fuzzy-time
    Giữa quý III | 2021-08-01..2021-08-31 |  |  | fuzzy-time
    Cuối tháng 12/2021 | 2021-12-21..2021-12-31 |  |  | fuzzy-time
    Đầu quý II | 2021-04-01..2021-04-30 |  |  | fuzzy-time
    cuối năm 2021 | 2021-10-01..2021-12-31 |  |  | fuzzy-time
    trung tuần tháng 3 | 2021-03-11..2021-03-20 |  |  | fuzzy-time
    khoảng từ tháng 3 đến tháng 5 | 2021-03-01..2021-05-31 |  |  | fuzzy-time`,
  event: `
    Ngay sau khi Kế hoạch được ban hành | 2020-12-30.. |  |  | no-schedule
    trong vòng 30 ngày kể từ ngày ký ban hành | 2020-12-30.. |  |  | no-schedule
    trước khi khai giảng | .. |  |  | no-schedule
    Ngay sau khi ban hành Kế hoạch | 2020-12-30.. |  |  | no-schedule
    sau khi kế hoạch được phê duyệt | 2020-12-30.. |  |  | no-schedule`,
  multi_quarter: `
    Quý II và Quý IV/2021 | 2021-04-01..2021-12-31 | 2 | 2021-06-30 2021-12-31 |
    Quý I, III | 2021-01-01..2021-09-30 | 2 | 2021-03-31 2021-09-30 |
    Quý I, quý III và quý IV năm 2021 | 2021-01-01..2021-12-31 | 3 | 2021-03-31 2021-09-30 2021-12-31 |
    Quý IV/2020, Quý I/2021 | 2020-10-01..2021-03-31 | 2 | 2020-12-31 2021-03-31 |
    Quý II+III | 2021-04-01..2021-09-30 | 2 | 2021-06-30 2021-09-30 |
    Quý II & III | 2021-04-01..2021-09-30 | 2 | 2021-06-30 2021-09-30 |
    quý 1,2 | 2021-01-01..2021-06-30 | 2 | 2021-03-31 2021-06-30 |
    quý II hoặc quý III | 2021-04-01..2021-09-30 | 2 | 2021-06-30 2021-09-30 | time-unknown
    Năm 2021: quý I và quý III | 2021-01-01..2021-09-30 | 2 | 2021-03-31 2021-09-30 |
    Quý I/2021 và Quý II/2021 | 2021-01-01..2021-06-30 | 2 | 2021-03-31 2021-06-30 |`,
  multi_deadline: `
    Trước 15/6 và 15/12 | ..2021-12-14 | 2 | 2021-06-14 2021-12-14 | strictly-before
    Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12 | ..2021-12-14 | 2 | 2021-06-14 2021-12-14 | strictly-before
    6 tháng (trước 15/6), năm (trước 15/12) | ..2021-12-14 | 2 | 2021-06-14 2021-12-14 | strictly-before
    ngày 5, 6 tháng 3 | ..2021-03-06 | 2 | 2021-03-05 2021-03-06 |
    trước ngày 15/6, trước ngày 15/12 | ..2021-12-14 | 2 | 2021-06-14 2021-12-14 | strictly-before`,
  year: `
    Hoàn thành trong năm 2021 | 2021-01-01..2021-12-31 |  | 2021-12-31 |
    Báo cáo năm | 2021-01-01..2021-12-31 |  | 2021-12-31 |`,
  half: `
    6 tháng đầu năm | 2021-01-01..2021-06-30 |  | 2021-06-30 |
    6 tháng cuối năm 2021 | 2021-07-01..2021-12-31 |  | 2021-12-31 |
    Báo cáo 6 tháng | 2021-01-01..2021-06-30 |  | 2021-06-30 |
    nửa đầu năm | 2021-01-01..2021-06-30 |  | 2021-06-30 |`,
  multi_month: `
    tháng 9 và tháng 10 | 2021-09-01..2021-10-31 | 2 | 2021-09-30 2021-10-31 |
    Tháng 3, 6, 9 | 2021-03-01..2021-09-30 | 3 | 2021-03-31 2021-06-30 2021-09-30 |
    các tháng 3, 6, 9 và 12 | 2021-03-01..2021-12-31 | 4 | 2021-03-31 2021-06-30 2021-09-30 2021-12-31 |
    Tháng 3, 6, 9/2022 | 2022-03-01..2022-09-30 | 3 | 2022-03-31 2022-06-30 2022-09-30 |
    Đợt 1 tháng 3, đợt 2 tháng 9 | 2021-03-01..2021-09-30 | 2 | 2021-03-31 2021-09-30 |
    Tháng 10, 11, 12 | 2021-10-01..2021-12-31 | 3 | 2021-10-31 2021-11-30 2021-12-31 |
    Tháng 1; tháng 7 | 2021-01-01..2021-07-31 | 2 | 2021-01-31 2021-07-31 |
    T9, T10/2021 | 2021-09-01..2021-10-31 | 2 | 2021-09-30 2021-10-31 |`,
  point_day: `
    15/8/2021 | 2021-08-15..2021-08-15 |  | 2021-08-15 |
    ngày 05 tháng 3 năm 2021 | 2021-03-05..2021-03-05 |  | 2021-03-05 |
    2021-12-15 | 2021-12-15..2021-12-15 |  | 2021-12-15 |
    15-8-2021 | 2021-08-15..2021-08-15 |  | 2021-08-15 |
    15.8.21 | 2021-08-15..2021-08-15 |  | 2021-08-15 |
    29/02/2020 | 2020-02-29..2020-02-29 |  | 2020-02-29 |
    ngày 5/3 | 2021-03-05..2021-03-05 |  | 2021-03-05 |`,
  unknown: `
    từ tháng 9/2021 đến tháng 3/2021 | .. |  |  | end-before-start
    Quý III - Quý II/2021 | .. |  |  | end-before-start
    Tháng 13 | .. |  |  | month-out-of-range
    quý V | .. |  |  | quarter-out-of-range
    31/4 | .. |  |  | no-such-date
    30/2/2021 | .. |  |  | no-such-date
    ngày 29/02 | .. |  |  | no-such-date
    5 tháng/lần | .. |  |  | time-unknown
    âm lịch tháng 8 | .. |  |  | lunar-calendar
    Giữa năm và cuối năm | .. |  |  | time-unknown
    abc | .. |  |  | time-unknown
    6 tháng | .. |  |  | time-unknown
    Tháng 3 và quý III | .. |  |  | time-unknown
    năm sau | .. |  |  | time-unknown
    cuối tháng | .. |  |  | time-unknown
    tuần 2 | .. |  |  | time-unknown
    Quý 0 | .. |  |  | quarter-out-of-range
    Tháng 0 | .. |  |  | month-out-of-range
    15/13/2021 | .. |  |  | month-out-of-range
    Từ tháng 5 đến tháng 3 | .. |  |  | end-before-start
    từ ngày 20/5 đến ngày 10/5 | .. |  |  | end-before-start
    mùng 5 tháng 3 | .. |  |  | time-unknown
    chưa xác định | .. |  |  | no-time
    lễ khai giảng | .. |  |  | time-unknown`,
};

const rows = Object.entries(FORMS).flatMap(([kind, lines]) =>
  lines
    .trim()
    .split('\n')
    .map((line): [string, string, string] => [line.split(' | ')[0]!.trim(), kind, line.trim()]),
);

function lineOf(text: string): string {
  const { value, doubts } = readTime(text, PLAN_2021);
  const often = [value.recurrence, value.count].filter((part) => part !== null).join(' ');
  const fields = [text, `${value.from ?? ''}..${value.to ?? ''}`, often, value.dates.join(' '), doubts.map(({ code }) => code).join(' ')];
  return fields.join(' | ').trim();
}

describe('A time expression', () => {
  it.each(rows)('“%s” is read as %s', (text, kind, line) => {
    expect(readTime(text, PLAN_2021).value.kind).toBe(kind);
    expect(lineOf(text)).toBe(line);
  });

  it.each(rows)('“%s” gives the same when it is printed and read again in any plan', (text) => {
    const { source: _, ...value } = readTime(text, PLAN_2021).value;
    expect(readTime(printTime({ ...value, source: '' }), { year: 1999 }).value).toMatchObject(value);
  });

  it.each(rows)('“%s” reads alike decomposed, in capitals and with other spaces', (text) => {
    const { source: _, ...value } = readTime(text, PLAN_2021).value;
    for (const variant of [text.normalize('NFD'), text.toUpperCase(), `\u00A0 ${text.replaceAll(' ', '  ')}\n`]) {
      expect(readTime(variant, PLAN_2021).value).toMatchObject(value);
    }
  });

  it('keeps its own words, composed and trimmed', () => {
    expect(readTime(' Quý II '.normalize('NFD'), PLAN_2021).value.source).toBe('Quý II');
  });

  it('takes the plan’s year where it names none', () => {
    expect(readTime('Quý II', { year: 2023 }).value.to).toBe('2023-06-30');
    expect(readTime('6 tháng/lần', { year: 2023 }).value).toMatchObject({ from: '2023-01-01', to: '2023-12-31' });
    expect(readTime('29/02', { year: 2024 }).value.dates).toEqual(['2024-02-29']);
  });

  it('that hangs on the plan’s issue starts nowhere while that day is not known', () => {
    expect(readTime('Ngay sau khi Kế hoạch được ban hành', { year: 2021 }).value).toMatchObject({ kind: 'event', from: null, to: null });
  });

  it('names the words that it did not understand', () => {
    const { value, doubts } = readTime('Tháng 3 tại xã Tân Thạch', PLAN_2021);
    expect(value.kind).toBe('point_month');
    expect(doubts).toMatchObject([{ code: 'time-unknown', source: 'xã Tân Thạch' }]);
  });

  it('that is empty or only a dash says so', () => {
    for (const text of ['', '  ', '-', '…', '\u200B']) expect(readTime(text, PLAN_2021).doubts).toMatchObject([{ code: 'no-time' }]);
  });

  it('too long for a cell is kept and not read', () => {
    const text = 'Tháng 3, '.repeat(500).trim();
    const { value, doubts } = readTime(text, PLAN_2021);
    expect(value).toMatchObject({ kind: 'unknown', source: text });
    expect(doubts).toMatchObject([{ code: 'too-long' }]);
  });

  it('has a Vietnamese sentence for every doubt', () => {
    const messages = rows.flatMap(([text]) => readTime(text, PLAN_2021).doubts.map(({ message }) => message));
    expect(messages.every((message) => /^\p{Lu}.*\.$/u.test(message))).toBe(true);
  });

  it('is refused for a year that no plan has, which is a slip of the caller', () => {
    expect(() => readTime('Quý II', { year: 21 })).toThrow(RangeError);
  });
});

describe('A begin and an end in two columns', () => {
  const span = (from: string, to: string) => readTimeSpan(from, to, PLAN_2021);

  it('run from the first day of the one to the last of the other', () => {
    expect(span('Tháng 12/2020', 'Tháng 12/2021')).toEqual({
      value: { kind: 'range', from: '2020-12-01', to: '2021-12-31', recurrence: null, dates: [], count: null, source: 'Tháng 12/2020 - Tháng 12/2021' },
      doubts: [],
    });
    expect(span('Quý II/2021', 'Quý III/2021').value).toMatchObject({ kind: 'range', from: '2021-04-01', to: '2021-09-30' });
    expect(span('Tháng 12/2020', 'Tháng 01/2021').value).toMatchObject({ from: '2020-12-01', to: '2021-01-31' });
    expect(span('Đầu năm', 'Trước ngày 15/12').value).toMatchObject({ from: '2021-01-01', to: '2021-12-14' });
  });

  it('with the same words are one expression', () => {
    expect(span('Mỗi tháng', 'Mỗi  tháng').value).toMatchObject({ kind: 'recurring', count: 12, source: 'Mỗi tháng' });
    expect(span('Quý III/2021', 'Quý III/2021').value).toMatchObject({ kind: 'quarter', dates: ['2021-09-30'], source: 'Quý III/2021' });
    expect(span('Thường xuyên trong năm 2021', 'Thường xuyên trong năm 2021').value.kind).toBe('continuous');
  });

  it('of which one is empty are the other alone', () => {
    expect(span('', 'Quý II').value).toMatchObject({ kind: 'quarter', source: 'Quý II' });
    expect(span('Quý II', '-').value).toMatchObject({ kind: 'quarter', source: 'Quý II' });
    expect(span('', '').doubts).toMatchObject([{ code: 'no-time' }]);
  });

  it('that run backwards are kept as words and doubted', () => {
    const { value, doubts } = span('Tháng 9/2021', 'Tháng 3/2021');
    expect(value).toMatchObject({ kind: 'unknown', from: null, to: null, source: 'Tháng 9/2021 - Tháng 3/2021' });
    expect(doubts.map(({ code }) => code)).toEqual(['end-before-start']);
  });

  it('of which one is not understood keep the other, with the doubt', () => {
    const { value, doubts } = span('Tháng 13', 'Quý III');
    expect(value).toMatchObject({ kind: 'quarter', to: '2021-09-30', source: 'Tháng 13 - Quý III' });
    expect(doubts.map(({ code }) => code)).toEqual(['month-out-of-range']);
  });
});
