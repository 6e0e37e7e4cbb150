import { it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { normaliseOrganisationName } from './organisation-names.js';
const plan = JSON.parse(readFileSync(new URL('../planning/plans/105-KH-UBND.json', import.meta.url), 'utf8'));
const bi=(t:string)=>{const p=` ${t} `;return new Set(Array.from({length:p.length-1},(_,a)=>p.slice(a,a+2)))};
const dice=(a:any,b:any)=>{let s=0;for(const x of a)if(b.has(x))s++;return 2*s/(a.size+b.size)};
const PRE=/^(?:sở|báo|đài|ban|hội|các|trung tâm|văn phòng|phòng|ủy ban nhân dân|ủy ban|ubnd) /;
const core=(t:string)=>t.replace(PRE,'').replace(/(?<=^| )tỉnh(?= |$)/g,'').replace(/ +/g,' ').trim()||t;
it('x',()=>{
  const out:string[]=[];
  for(const w of ['Báo Ấp Bắc','Hội LHPN tỉnh','Trưởng Chính trị tỉnh','Báo Đồng Khởi mới','Phòng Nội vụ','Huyện Đoàn','Phòng Tư pháp','Sở Ngoại vụ','Sở Thông tin Truyền thông','UBND huyện Vũng Liêm','Báo Đồng Khời','Sở Văn hóa Thể thao Du lịch','Đài truyền hình','Các sở ban ngành', 'Tỉnh đoàn Bến Tre','Công an tỉnh', 'UBND thành phố']){
    const n=normaliseOrganisationName(w);
    const r=plan.organisations.flatMap((o:any)=>[o.name,o.shortName].map((x:string)=>({x,c:dice(bi(core(n)),bi(core(normaliseOrganisationName(x)))),f:dice(bi(n),bi(normaliseOrganisationName(x)))}))).sort((a:any,b:any)=>b.c-a.c).slice(0,4);
    out.push(w+' => '+r.map((y:any)=>`${y.x} ${y.c.toFixed(2)}/${y.f.toFixed(2)}`).join(' | '));
  }
  for (let i=0;i<20;i++){const r=fc.check(fc.property(fc.array(fc.constantFrom('Sở', 'UBND', 'tỉnh', 'Bến Tre', ',', '-', 'TT', '&', 'hoà', 'uỷ', 'và', 'VP'), { maxLength: 8 }), (words) => {
        const once = normaliseOrganisationName(words.join(' '));return normaliseOrganisationName(once)===once;}),{numRuns:2000});
    if(r.failed) out.push(JSON.stringify(r.counterexample)+' '+normaliseOrganisationName(r.counterexample![0].join(' ')));}
  console.log(out.join('\n'));
});
