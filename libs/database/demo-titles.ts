/** The words of the demonstration's year: invented pieces on administrative reform in the districts of Bến Tre. `{năm}` is the plan's year. */

export interface DemoPiece {
  readonly title: string;
  readonly genre: string;
  readonly author?: string;
}

export interface DemoEvent {
  readonly title: string;
  readonly place: string;
  readonly attendance: number;
}

/** Two for each month: the column of Báo Đồng Khởi. */
export const COLUMN: readonly DemoPiece[] = [
  { title: 'Một cửa Ba Tri những ngày giáp Tết: hồ sơ không chờ sang năm', genre: 'Phóng sự', author: 'Thanh Nhàn' },
  { title: 'Bến Tre đặt mục tiêu nâng hạng PAR INDEX năm {năm}', genre: 'Bài viết', author: 'Hữu Lộc' },
  { title: 'Giồng Trôm: trả kết quả đất đai trước hẹn cho hơn 600 hộ', genre: 'Bài viết', author: 'Trúc Lâm' },
  { title: '“Cán bộ phải biết sốt ruột khi dân chờ”', genre: 'Phỏng vấn', author: 'Hữu Lộc' },
  { title: 'Tổ công nghệ số cộng đồng ở An Bình Tây đi từng ngõ', genre: 'Phóng sự', author: 'Ngọc Diễm' },
  { title: 'Chợ Lách gỡ điểm nghẽn hồ sơ đất đai trễ hẹn', genre: 'Bài viết', author: 'Trúc Lâm' },
  { title: 'Đọc lại Chỉ số hài lòng SIPAS: người dân Bến Tre cần gì?', genre: 'Bài viết', author: 'Thanh Nhàn' },
  { title: 'Mỏ Cày Nam số hóa hồ sơ hộ tịch: chuyện của những người thức cùng sổ cũ', genre: 'Phóng sự', author: 'Quốc Thái' },
  { title: 'Dịch vụ công trực tuyến: từ “làm giúp” đến “tự làm”', genre: 'Bài viết', author: 'Ngọc Diễm' },
  { title: 'Bình Đại đưa bộ phận một cửa ra tận cồn', genre: 'Phóng sự', author: 'Quốc Thái' },
  { title: 'Cắt giảm giấy tờ, doanh nghiệp dừa dễ thở hơn', genre: 'Bài viết', author: 'Hữu Lộc' },
  { title: 'Thành phố Bến Tre thí điểm hẹn giờ làm thủ tục qua Zalo', genre: 'Bài viết', author: 'Trúc Lâm' },
  { title: 'Thạnh Phú: bưu điện nhận và trả hồ sơ tại nhà cho vùng biển', genre: 'Phóng sự', author: 'Thanh Nhàn' },
  { title: 'Sáu tháng nhìn lại: bao nhiêu hồ sơ còn trễ hẹn, vì đâu?', genre: 'Bài viết', author: 'Hữu Lộc' },
  { title: 'Kỷ luật công vụ ở Mỏ Cày Bắc: kiểm tra đột xuất, công khai kết quả', genre: 'Bài viết', author: 'Ngọc Diễm' },
  { title: 'Người đứng đầu và lời cam kết “bốn tại chỗ” trong giải quyết thủ tục', genre: 'Phỏng vấn', author: 'Hữu Lộc' },
  { title: 'Châu Thành dùng chữ ký số ở cả 21 xã, thị trấn', genre: 'Bài viết', author: 'Quốc Thái' },
  { title: 'Chủ tịch xã thi cải cách hành chính: chuyện ngoài sân khấu', genre: 'Phóng sự', author: 'Thanh Nhàn' },
  { title: 'Tiền điện, học phí, lệ phí: xã Tân Thạch không còn quầy thu tiền mặt', genre: 'Bài viết', author: 'Ngọc Diễm' },
  { title: 'Sắp xếp đơn vị sự nghiệp: bớt đầu mối, thêm việc cho dân', genre: 'Bài viết', author: 'Trúc Lâm' },
  { title: 'Lớp học tối của những “công dân số” tuổi sáu mươi', genre: 'Phóng sự', author: 'Quốc Thái' },
  { title: 'Liên thông khai sinh, bảo hiểm y tế cho trẻ: ba giấy trong một lần đi', genre: 'Bài viết', author: 'Trúc Lâm' },
  { title: 'Chấm điểm cải cách hành chính cấp huyện: nơi tăng, nơi đứng yên', genre: 'Bài viết', author: 'Hữu Lộc' },
  { title: 'Cải cách hành chính năm {năm}: mười hai tháng qua mười hai câu chuyện', genre: 'Bài viết', author: 'Thanh Nhàn' },
];

export const SPRING_PIECE: DemoPiece = { title: 'Xuân về trên những bộ phận một cửa', genre: 'Bài viết', author: 'Thanh Nhàn' };

/** One for each month. */
export const RADIO: readonly string[] = [
  'Nụ cười một cửa đầu năm',
  'Nộp hồ sơ qua bưu chính công ích, tiện mà chưa quen',
  'Chuyện anh Ba Lành đi làm giấy tờ đất',
  'Hỏi đáp: cấp đổi căn cước công dân ở đâu, mất bao lâu?',
  'Công khai thủ tục bằng mã QR ở xã Quới Sơn',
  'Khi hồ sơ trễ hẹn phải có thư xin lỗi',
  'Giờ làm việc thứ Bảy ở thị trấn Ba Tri',
  'Ông Tư học nộp hồ sơ trực tuyến',
  'Cán bộ tư pháp xã và một ngày bốn mươi lượt dân',
  'Trả lương hưu qua tài khoản: được và chưa được',
  'Cải cách hành chính ở xã biển An Nhơn',
  'Điểm lại một năm vì sự hài lòng của người dân',
];

/** One for each month; the second of each pair is an interview. */
export const TELEVISION: readonly string[] = [
  'Trung tâm Phục vụ hành chính công tỉnh vào năm mới',
  'Phó Giám đốc Sở Nội vụ nói về Kế hoạch cải cách hành chính năm {năm}',
  'Chuyển đổi số từ ấp, khu phố ở Giồng Trôm',
  'Vì sao hồ sơ đất đai còn trễ hẹn?',
  'Bình Đại: chính quyền lắng nghe ngư dân',
  'Đối thoại cùng Chủ tịch UBND huyện Chợ Lách',
  'Một ngày ở bộ phận một cửa xã Lương Quới',
  'Thanh toán trực tuyến lệ phí: hỏi và đáp',
  'Kho dữ liệu hộ tịch Mỏ Cày Nam đã sẵn sàng',
  'SIPAS và câu chuyện đo lòng dân',
  'Nông thôn mới, công sở mới ở Thạnh Phú',
  'Giám đốc Sở Nội vụ nhìn lại cải cách hành chính năm {năm}',
];

/** One for each month: the forum “Cà phê Doanh nghiệp”. */
export const FORUM: readonly DemoEvent[] = [
  { title: 'Gặp gỡ đầu xuân: doanh nghiệp hiến kế', place: 'Hội trường Trung tâm Xúc tiến Đầu tư và Khởi nghiệp', attendance: 86 },
  { title: 'Thủ tục đất đai cho nhà máy chế biến dừa', place: 'Nhà văn hóa Lao động tỉnh', attendance: 64 },
  { title: 'Hoàn thuế giá trị gia tăng: vướng ở đâu, gỡ ở đó', place: 'Cục Thuế tỉnh', attendance: 72 },
  { title: 'Tiếp cận vốn ưu đãi sau hạn mặn', place: 'Ngân hàng Nhà nước chi nhánh Bến Tre', attendance: 58 },
  { title: 'Hóa đơn điện tử cho hộ kinh doanh chợ', place: 'Chợ trung tâm thị trấn Mỏ Cày', attendance: 95 },
  { title: 'Khởi nghiệp từ trái cây Chợ Lách', place: 'UBND huyện Chợ Lách', attendance: 77 },
  { title: 'Giấy phép xây dựng trong khu công nghiệp Giao Long', place: 'Khu công nghiệp Giao Long, Châu Thành', attendance: 49 },
  { title: 'Xuất khẩu chính ngạch: mã vùng trồng và kiểm dịch', place: 'Hội trường Trung tâm Xúc tiến Đầu tư và Khởi nghiệp', attendance: 81 },
  { title: 'Tuyển dụng và đăng ký lao động trên môi trường mạng', place: 'Trung tâm Dịch vụ việc làm tỉnh', attendance: 53 },
  { title: 'Nuôi tôm công nghệ cao: điện, nước và thủ tục môi trường', place: 'UBND huyện Ba Tri', attendance: 68 },
  { title: 'Thương mại điện tử cho sản phẩm OCOP', place: 'Nhà văn hóa Lao động tỉnh', attendance: 74 },
  { title: 'Tổng kết năm: chính quyền trả lời 100 kiến nghị', place: 'Hội trường UBND tỉnh', attendance: 120 },
];

export const CLASSES: readonly DemoEvent[] = [
  { title: 'Lớp tập huấn nghiệp vụ cải cách hành chính cho công chức cấp xã', place: 'Trường Chính trị tỉnh', attendance: 164 },
  { title: 'Lớp tập huấn tự đánh giá, chấm điểm Chỉ số cải cách hành chính', place: 'Sở Nội vụ', attendance: 58 },
  { title: 'Lớp bồi dưỡng kỹ năng giao tiếp ở bộ phận một cửa', place: 'Trường Chính trị tỉnh', attendance: 142 },
];

export const CONTEST: DemoEvent = {
  title: 'Cuộc thi Chủ tịch UBND cấp xã với công tác cải cách hành chính năm {năm}',
  place: 'Hội trường UBND tỉnh',
  attendance: 310,
};

/** News beside the column. `{huyện}` and `{xã}` come from `PLACES`. */
export const NEWS: readonly string[] = [
  '{huyện} sơ kết công tác cải cách hành chính',
  'Xã {xã} ra mắt mô hình “Ngày không hẹn”',
  '{huyện}: 98% hồ sơ được giải quyết đúng hạn',
  'Kiểm tra công vụ đột xuất tại {huyện}',
  'Đoàn viên xã {xã} giúp dân nộp hồ sơ trực tuyến',
  '{huyện} tập huấn phần mềm một cửa điện tử',
  'Xã {xã} trao thư chúc mừng, chia buồn khi làm hộ tịch',
  '{huyện} công bố kết quả đo lường sự hài lòng của người dân',
  'Bộ phận một cửa xã {xã} có trụ sở mới',
];

/** District loudspeakers; each is read by one of `PLACES`. */
export const LOUDSPEAKER: readonly string[] = [
  'Bà con cần biết khi làm lại giấy khai sinh',
  'Hướng dẫn nộp hồ sơ qua Cổng dịch vụ công quốc gia',
  'Gương cán bộ một cửa tận tụy',
  'Lịch tiếp công dân và cách gửi kiến nghị',
  'Ba bước đăng ký tài khoản định danh điện tử',
  'Chuyện dì Sáu đi sao y giấy tờ',
  'Quyền được biết vì sao hồ sơ trễ hẹn',
];

/** Voter meetings; `{xã}` and `{huyện}` as above. */
export const VOTER_MEETINGS: readonly string[] = [
  'Tiếp xúc cử tri xã {xã}, {huyện} trước kỳ họp Quốc hội',
  'Tiếp xúc cử tri chuyên đề cải cách hành chính tại {huyện}',
  'Tiếp xúc cử tri xã {xã} sau kỳ họp HĐND ba cấp',
];

export const PLACES: readonly { readonly district: string; readonly communes: readonly string[] }[] = [
  { district: 'Ba Tri', communes: ['An Bình Tây', 'Tân Xuân', 'Bảo Thạnh', 'An Hòa Tây'] },
  { district: 'Giồng Trôm', communes: ['Lương Quới', 'Châu Hòa', 'Thuận Điền', 'Tân Hào'] },
  { district: 'Mỏ Cày Bắc', communes: ['Thành An', 'Tân Thành Bình', 'Nhuận Phú Tân', 'Khánh Thạnh Tân'] },
  { district: 'Mỏ Cày Nam', communes: ['Minh Đức', 'An Thạnh', 'Cẩm Sơn', 'Tân Trung'] },
  { district: 'Chợ Lách', communes: ['Vĩnh Thành', 'Hưng Khánh Trung B', 'Sơn Định', 'Long Thới'] },
  { district: 'Bình Đại', communes: ['Thới Lai', 'Châu Hưng', 'Thạnh Trị', 'Vang Quới Tây'] },
  { district: 'Thạnh Phú', communes: ['Quới Điền', 'Mỹ Hưng', 'An Nhơn', 'Giao Thạnh'] },
  { district: 'Châu Thành', communes: ['Tân Thạch', 'Quới Sơn', 'Tiên Thủy', 'Hữu Định'] },
  { district: 'TP Bến Tre', communes: ['Phú Nhuận', 'Sơn Đông', 'Nhơn Thạnh', 'Bình Phú'] },
];
