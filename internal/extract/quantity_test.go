package extract

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// show renders quantities as the tables below write them: bound, signed value,
// currency or unit, marks.
func show(qs []quantity) string {
	var out []string
	for _, q := range qs {
		s := q.signed()
		if q.kind == pointsKind {
			s += " points"
		}
		for _, part := range []string{q.currency, q.unit, q.bound} {
			if part != "" {
				s += " " + part
			}
		}
		if q.equivalent {
			s += " again"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func quantitiesOf(text string) string { return show(readQuantities(text, readDates(text))) }

type quantityCase struct{ text, want string }

func runQuantityCases(t *testing.T, cases []quantityCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			if diff := cmp.Diff(c.want, quantitiesOf(c.text)); diff != "" {
				t.Errorf("quantities of %q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	runQuantityCases(t, []quantityCase{
		// Digits.
		{"The plant employs 450 workers.", "450"},
		{"The province counted 172,000 enterprises.", "172000"},
		{"It has 1,234,567 members.", "1234567"},
		{"An average of 2.5 goals", "2.5 about"},
		{"It sold 0.50 of them", "0.50"},
		{"It rose to 007 cases", "7"},
		{"In 1,20 cases", ""},
		{"some 12, 13 and 14 boats", "12 about; 13; 14"},
		{"1½ acres", "1.5 acres"},
		{"½ of them", "0.5"},
		{"They have 12½ of them", "12.5"},
		{"a temperature of -5 degrees", "-5 degrees"},
		{"Its 3,000 staff", "3000"},
		{"Room for 40.", "40"},
		{"(28)", "28"},
		{"at 12345678901234567890123", ""},

		// Scales.
		{"1.5 million people", "1500000"},
		{"3m people", "3000000"},
		{"3 m wide", "3 m"},
		{"2.1bn users", "2100000000"},
		{"2.1 bn users", "2100000000"},
		{"10k followers", "10000"},
		{"4 hundred thousand refugees", "400000"},
		{"100-million trees", "100000000"},
		{"9.49 trillion parts", "9490000000000"},
		{"2 crore farmers", "20000000"},
		{"3.5 lakh houses", "350000"},
		{"0.001 billion", "1000000"},
		{"12 dozen eggs", "12"},
		{"7.3 billions dollars", "7300000000 USD"},
		{"12.6 Bn users", "12600000000"},
		{"12.6 MN users", "12.6"},
		{"400m from the perimeter", "400 m"},
		{"columns 3.5m (11.5ft) tall", "3.5 m; 11.5 ft again"},
		{"the 400m hurdles", "400 m"},
		{"£3m from the fund", "3000000 GBP"},
		{"RMB3m long ago", "3000000 CNY"},

		// Thousands that a space or lakhs that a comma sets off.
		{"some 20 000 men", "20000 about"},
		{"a prize of $15 000", "15000 USD"},
		{"1 250 300 voters", "1250300"},
		{"seats 12 345", "12; 345"},
		{"Rs 7,48,550", "748550 INR"},
		{"12,34,56 boats", ""},

		// Words.
		{"Three people", "3"},
		{"twenty-five boats", "25"},
		{"twenty five boats", "25"},
		{"a hundred boats", "100"},
		{"one hundred and two boats", "102"},
		{"two hundred and fifty thousand boats", "250000"},
		{"three hundred twelve boats", "312"},
		{"a thousand boats", "1000"},
		{"two million three hundred thousand boats", "2300000"},
		{"a dozen boats", "12"},
		{"two dozen boats", "24"},
		{"half a million boats", "500000"},
		{"half a dozen boats", "6"},
		{"one and a half million boats", "1500000"},
		{"two and a half tonnes", "2.5 tonnes"},
		{"eleven and twelve", "11; 12"},
		{"seventy-three seats", "73"},
		{"zero cases", "0"},
		{"a billion trees", "1000000000"},
		{"one of them", "1"},
		{"five thousand two hundred boats", "5200"},

		// Vague plurals keep the least they can mean.
		{"hundreds of people", "100 over"},
		{"Hundreds gathered", "100 over"},
		{"dozens of people", "12 over"},
		{"scores of people", "20 over"},
		{"thousands of people", "1000 over"},
		{"tens of thousands of people", "10000 over"},
		{"hundreds of thousands of people", "100000 over"},
		{"millions of people", "1000000 over"},
		{"tens of millions of people", "10000000 over"},
		{"several hundred people", "100 over"},
		{"several dozen people", "12 over"},
		{"a few thousand people", "1000 over"},
		{"a couple of hundred people", "100 over"},
		{"several hundred million people", "100000000 over"},
		{"a few hundred thousand miles", "100000 miles over"},
		{"several people", ""},
		{"a few people", ""},
		{"tons of people", ""},
		{"a lot of people", ""},
		{"many thousands of people", "1000 over"},
		{"the Thousands Islands", ""},

		// Bounds.
		{"nearly 200 people", "200 under"},
		{"almost 200 people", "200 under"},
		{"at least 200 people", "200 over"},
		{"more than 200 people", "200 over"},
		{"about 200 people", "200 about"},
		{"roughly 200 people", "200 about"},
		{"around 200 people", "200 about"},
		{"approximately 200 people", "200 about"},
		{"some 200 people", "200 about"},
		{"an estimated 200 people", "200 about"},
		{"up to 200 people", "200 under"},
		{"as many as 200 people", "200 under"},
		{"fewer than 200 people", "200 under"},
		{"no more than 200 people", "200 under"},
		{"no fewer than 200 people", "200 over"},
		{"in excess of 200 people", "200 over"},
		{"well over 200 people", "200 over"},
		{"just under 200 people", "200 under"},
		{"exceeding 200 people", "200 over"},
		{"over a dozen people", "12 over"},
		{"less than half a million", "500000 under"},
		{"200 or more people", "200 over"},
		{"200 or so people", "200 about"},
		{"200+ people", "200 over"},
		{"between at least 30 and", "30 over"},
		{"for at least about 30 people", "30 over"},
		{"over the 200 people", "200"},
		{"limited to 50 people", "50 under"},
		{"~50 people", "50 about"},

		// Ranges.
		{"16-17 people", "16-17"},
		{"16–17 people", "16-17"},
		{"10 to 15 people", "10-15"},
		{"two or three people", "2-3"},
		{"between 5 and 10 people", "5-10"},
		{"from 5 to 10 people", "5; 10"},
		{"two to three million people", "2000000-3000000"},
		{"1.5-2 million people", "1500000-2000000"},
		{"200,000 to 300,000 people", "200000-300000"},
		{"5 and 10 people", "5; 10"},
		{"won 3-2", ""},
		{"10 to 5", "10; 5"},
		{"two to three hundred cars", "200-300"},
		{"between 10 and 12,000 visitors", "10000-12000"},
		{"1 to 2,000 visitors", "1-2000"},
		{"1.5 to 12,000 visitors", "1.5-12000"},
		{"ranging in size from 5 to 10", "5; 10"},
		{"ranging from 5 to 10 acres", "5-10 acres"},
		{"volumes varied from 200,000 to 300,000 tons", "200000-300000 tons"},
		{"14 or 18 people", "14; 18"},
		{"50 or 60 people", "50-60"},
		{"fell by 62 to 70", "62; 70"},
		{"by a vote of 3 to 4", "3; 4"},
		{"a majority of 3 to 4 seats", "3-4"},

		// Names, labels, times and scores are no numbers.
		{"the G20 summit", ""},
		{"an F-16 jet", ""},
		{"COVID-19 cases", ""},
		{"the A320 and the 6G network", ""},
		{"at 3:30 in the morning", ""},
		{"the 9/11 attacks", ""},
		{"No. 5 on the list", ""},
		{"Article 5 of the treaty", ""},
		{"Flight 370 vanished", ""},
		{"the Boeing 737 fleet", ""},
		{"the 21st century", ""},
		{"the twenty-first century", ""},
		{"Section 230", ""},
		{"Group of 20", "20"},
		{"version 2.0.1", ""},
		{"at 8 p.m. on Monday", ""},
		{"at 8pm", ""},
		{"at nine o'clock", ""},
		{"a one-time payment", ""},
		{"Resolution 2231", ""},
		{"#5 in the list", ""},
		{"top 10 firms", ""},
		{"in 2019", ""},
		{"the 2019 elections", ""},
		{"on 15 January", ""},
		{"on Jan. 26 some 40 firms", "40 about"},

		// Units.
		{"a 40 km road", "40 km"},
		{"a 40km road", "40 km"},
		{"a 40-kilometre road", "40 kilometres"},
		{"12 square miles", "12 square miles"},
		{"30 mph winds", "30 mph"},
		{"100 kilometres per hour", "100 kilometres per hour"},
		{"200 MW", "200 MW"},
		{"200MW", "200 MW"},
		{"10 barrels per day", "10 barrels per day"},
		{"three weeks", "3 weeks"},
		{"a 45-year-old man", "45 year-old"},
		{"aged 45 years", "45 years"},
		{"3.5 tonnes of rice", "3.5 tonnes"},
		{"lost by 14 points", "14 points"},
		{"185 mph (~295 km/h)", "185 mph; 295 km/h about again"},
		{"five miles (eight kilometers)", "5 miles; 8 kilometers again"},
		{"295km/h", "295 km/h"},
		{"5kgs of gold", "5 kgs"},
		{"1 year in prison", "1 years"},
		{"a 42 year old man", "42 year old"},
		{"for a year", "1 years"},
		{"lasted an hour and", "1 hours"},
		{"over an hour", "1 hours over"},
		{"almost a decade of it", "1 decades under"},
		{"for a week long course", ""},
		{"a year later", ""},
		{"twice a week", ""},

		// Below zero.
		{"it was -10°C", "-10 °C"},
		{"minus twenty degrees Celsius", "-20 degrees Celsius"},
		{"below −32 degrees", "-32 degrees under"},
		{"5-10 degrees", "5-10 degrees"},
		{"minus 20 people", "20"},
		{"minus 76°F (-60°C)", "-76 °F; -60 °C again"},

		// Magnitudes are quantities.
		{"a magnitude 6.4 earthquake", "6.4"},
		{"a magnitude-5.5 aftershock", "5.5"},
	})
}

func TestOrdinals(t *testing.T) {
	for _, c := range []quantityCase{
		{"the 25th launch of the second largest fleet", "25; 2"},
		{"It finished third, in 4th place.", "3; 4"},
		{"the tenth-busiest port", "10"},
		{"its 500th anniversary", "500"},
		{"a second person, two thirds, one fifth, the second half of the game", ""},
		{"the 21st century and the third floor", ""},
		{"on the 5th of May", ""},
		{"the First World War and the 1st prize", ""},
		{"ten per second", ""},
		{"a G8th", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			if got := show(readOrdinals(c.text, readDates(c.text))); got != c.want {
				t.Errorf("ordinals of %q are %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestMoney(t *testing.T) {
	runQuantityCases(t, []quantityCase{
		// Signs and codes before the number.
		{"$5", "5 USD"},
		{"$5.50", "5.50 USD"},
		{"$41.5 billion", "41500000000 USD"},
		{"$3m", "3000000 USD"},
		{"$3bn", "3000000000 USD"},
		{"US$3 million", "3000000 USD"},
		{"US $3 million", "3000000 USD"},
		{"U.S. $3 million", "3000000 USD"},
		{"A$50 million", "50000000 AUD"},
		{"AU$50 million", "50000000 AUD"},
		{"C$50 million", "50000000 CAD"},
		{"HK$50 million", "50000000 HKD"},
		{"NT$50 million", "50000000 TWD"},
		{"S$50 million", "50000000 SGD"},
		{"NZ$50 million", "50000000 NZD"},
		{"R$50 million", "50000000 BRL"},
		{"£50", "50 GBP"},
		{"£1.2bn", "1200000000 GBP"},
		{"€50", "50 EUR"},
		{"€1.5 million", "1500000 EUR"},
		{"¥50", "50 JPY"},
		{"CN¥50", "50 CNY"},
		{"₹50 crore", "500000000 INR"},
		{"Rs 50 lakh", "5000000 INR"},
		{"Rs. 500", "500 INR"},
		{"RMB9.49 trillion", "9490000000000 CNY"},
		{"RMB 3 billion", "3000000000 CNY"},
		{"EUR 5 million", "5000000 EUR"},
		{"USD5m", "5000000 USD"},
		{"CHF 200", "200 CHF"},
		{"₩500 billion", "500000000000 KRW"},
		{"KSh 40,000", "40000 KES"},
		{"JD214 million", "214000000 JOD"},
		{"RM20 million", "20000000 MYR"},

		// Names after it.
		{"300 billion yuan", "300000000000 CNY"},
		{"5 million euros", "5000000 EUR"},
		{"a 5 million euro grant", "5000000 EUR"},
		{"5 million Australian dollars", "5000000 AUD"},
		{"5 million Canadian dollars", "5000000 CAD"},
		{"5 million U.S. dollars", "5000000 USD"},
		{"5 million dollars", "5000000 USD"},
		{"40 pounds sterling", "40 GBP"},
		{"40 million pounds", "40000000 GBP"},
		{"two billion yen", "2000000000 JPY"},
		{"two million rupees", "2000000 INR"},
		{"two million Pakistani rupees", "2000000 PKR"},
		{"two million roubles", "2000000 RUB"},
		{"30 million dirhams", "30000000"},
		{"52 billion kroner", "52000000000"},
		{"3 million pesos", "3000000"},
		{"30 million Jordanian dinars", "30000000 JOD"},
		{"30 million Swiss francs", "30000000 CHF"},
		{"500 million baht", "500000000 THB"},
		{"500 million won.", "500000000 KRW"},
		{"the 500 won the race", "500"},
		{"a 300-million-yuan plan", "300000000 CNY"},
		{"half a million euros", "500000 EUR"},
		{"$5 million Canadian.", "5000000 CAD"},
		{"$5 million USD", "5000000 USD"},
		{"$7.5 million dollars", "7500000 USD"},
		{"$5 million Canadian wheat", "5000000 USD"},
		{"50 cents", "0.5 USD"},
		{"5 cents", "0.05 USD"},
		{"250 cents", "2.5 USD"},
		{"200 pounds of rice", "200 pounds"},
		{"a 200-pound man", "200 pounds"},

		// The second currency of one sum.
		{"300 billion yuan ($41.5 billion)", "300000000000 CNY; 41500000000 USD again"},
		{"RMB1.53 trillion ($211 billion), up 5.8%", "1530000000000 CNY; 211000000000 USD again; +5.8%"},
		{"£50 (US$78; €60)", "50 GBP; 78 USD again; 60 EUR again"},
		{"€20 million (about $23 million)", "20000000 EUR; 23000000 USD about again"},
		{"$20 million ($5 million of it paid)", "20000000 USD; 5000000 USD"},
		{"€20 million (2019: $23 million)", "20000000 EUR; 23000000 USD again"},
		{"20 ships ($5 million)", "20; 5000000 USD"},
		{"€20 and $30", "20 EUR; 30 USD"},

		// Bounds, ranges.
		{"more than $5 million", "5000000 USD over"},
		{"nearly €3 million", "3000000 EUR under"},
		{"about RMB300 billion", "300000000000 CNY about"},
		{"up to 500 million euros", "500000000 EUR under"},
		{"over half a billion dollars", "500000000 USD over"},
		{"$1-$2 million", "1000000-2000000 USD"},
		{"$1-2 million", "1000000-2000000 USD"},
		{"$5 to $7", "5-7 USD"},
		{"between $5 million and $7 million", "5000000-7000000 USD"},
		{"millions of dollars", "1000000 USD over"},
		{"billions of euros", "1000000000 EUR over"},
		{"tens of millions of pounds", "10000000 GBP over"},
		{"$5-million loan", "5000000 USD"},
		{"between $50 and $60 a session", "50-60 USD"},
		{"between Rs 13 crore and Rs 15 crore", "130000000-150000000 INR"},
		{"down $1.15 to $66.57", "-1.15 USD; 66.57 USD"},
		{"cut by $200 to $399", "-200 USD; 399 USD"},
		{"from the present $3 million to $4 million", "3000000 USD; 4000000 USD"},
		{"a tax cut of $519 to $575", "-519-575 USD"},
		{"from £600m to £800m", "600000000 GBP; 800000000 GBP"},
		{"$10,000 or $25,000 grants", "10000 USD; 25000 USD"},

		// No money.
		{"5$ glued", "5 USD"},
		{"the dollar fell", ""},
		{"$ALL stock", ""},
		{"the £ sign", ""},
		{"CAD drawings", ""},
		{"for a few dollars more", ""},
		{"pounds of flesh", ""},
	})
}

func TestPercent(t *testing.T) {
	runQuantityCases(t, []quantityCase{
		{"50%", "50%"},
		{"50 %", "50%"},
		{"5.8 percent", "5.8%"},
		{"5.8 per cent", "5.8%"},
		{"5.8 pct", "5.8%"},
		{"five percent", "5%"},
		{"a 40-percent stake", "40%"},
		{"0.25 percent", "0.25%"},
		{"16-17%", "16-17%"},
		{"16%-17%", "16-17%"},
		{"between 5 and 10 percent", "5-10%"},
		{"5 to 10 per cent", "5-10%"},
		{"two percentage points", "2 points"},
		{"25 basis points", "0.25 points"},
		{"0.5 percentage point", "0.5 points"},
		{"3 percent points", "3 points"},
		{"more than 50% and 30%, respectively", "50% over; 30%"},
		{"about 80 percent", "80% about"},
		{"nearly 90%", "90% under"},
		{"25% to 30% of doctors", "25-30%"},
		{"5 percent to 10 percent", "5-10%"},
		{"grew 2.2 percent and 4.8 percent to 41 billion yuan", "+2.2%; +4.8%; 41000000000 CNY"},
		{"about 53,7% of votes", "53.7% about"},
		{"14,66%", "14.66%"},
		{"to 27021, 53.1% to 46.9%", "27021; 53.1%; 46.9%"},
		{"12,500% of", "12500%"},
		{"from 22 to 13 per cent", "22%; 13%"},
		{"from around 72 per cent to 85 per cent", "72% about; 85%"},
		{"over 40% growth", "+40% over"},

		// Shares in words.
		{"roughly half of the output", "50% about"},
		{"half of the output", "50%"},
		{"more than half the output", "50% over"},
		{"half its output", "50%"},
		{"at the half the score was", ""},
		{"a quarter of the output", "25%"},
		{"a third of the output", "33% about"},
		{"one third of the output", "33% about"},
		{"two thirds of the output", "67% about"},
		{"two-thirds of the output", "67% about"},
		{"three quarters of the output", "75%"},
		{"three-quarters of the output", "75%"},
		{"nearly two-thirds of them", "67% under"},
		{"one in five people", "20%"},
		{"nine out of ten people", "90%"},
		{"nine out of 10 people", "90%"},
		{"1 in 4 people", "25%"},
		{"one in three people", "33% about"},
		{"a fifth of them", "20%"},
		{"a half hour", ""},
		{"the second half of the game", ""},
		{"the first quarter results", ""},
		{"a quarter mile", ""},
		{"half-time", ""},
		{"a third man", ""},
		{"one in 100,000 people", "1; 100000"},
		{"five in 2019", "5"},
		{"two in three days", "2; 3 days"},

		// Changes.
		{"up 4.4%", "+4.4%"},
		{"up by 4.4%", "+4.4%"},
		{"down 4.4%", "-4.4%"},
		{"fell 3%", "-3%"},
		{"fell by 3 percent", "-3%"},
		{"fell sharply by 3 percent", "-3%"},
		{"growth of 6%", "+6%"},
		{"annual foreign trade growth of 6%", "+6%"},
		{"a rise of 2%", "+2%"},
		{"a 5.8 percent increase", "+5.8%"},
		{"a 5.8 percent annual increase", "+5.8%"},
		{"a 5.8% year-on-year decline", "-5.8%"},
		{"rose to 5%", "5%"},
		{"fell from 6% to 5%", "6%; 5%"},
		{"grew about 6%", "+6% about"},
		{"increasing 12.5% and 8.4%, respectively", "+12.5%; +8.4%"},
		{"declining 2%, 3% and 4%, respectively", "-2%; -3%; -4%"},
		{"3% higher than", "+3%"},
		{"4.4% more than in the year before", "+4.4%"},
		{"2 percent less than", "-2%"},
		{"up 12 and 31 per cent respectively", "+12%; +31%"},
		{"up 12, 15 and 31 per cent respectively", "+12%; +15%; +31%"},
		{"dropped by nearly a quarter, to", "-25% under"},
		{"jumped by a third", "+33% about"},
		{"6% lower", "-6%"},
		{"a drop of more than 10 percent", "-10% over"},
		{"accounted for 30%", "30%"},
		{"a stake of 12%", "12%"},
		{"up to 40%", "40% under"},
		{"shares gained $2", "+2 USD"},
		{"unemployment rose 0.2 percentage points", "+0.2 points"},
		{"plunged nearly 9%", "-9% under"},
		{"an increase of about 2.5%", "+2.5% about"},
	})
}

func FuzzReadQuantities(f *testing.F) {
	for _, text := range []string{"RMB9.49 trillion ($1.3 trillion), up 4.4%", "one in five", "two hundred and fifty thousand", "$1-$2 million", "a few hundred", "½", "1,2,3", "½½½", "hundred hundred hundred", "-1C0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, q := range readQuantities(text, readDates(text)) {
			if q.start < 0 || q.core < q.start || q.end <= q.core || q.end > len(text) {
				t.Fatalf("quantity of %q spans [%d, %d, %d)", text, q.start, q.core, q.end)
			}
			if q.core < end {
				t.Fatalf("quantities of %q overlap at byte %d", text, q.core)
			}
			end = q.end
			value := q.value
			if isDegree(q.unit) {
				value = strings.TrimPrefix(value, "-") // below zero
			}
			if !plainValue(value) {
				t.Fatalf("quantity of %q has the value %q", text, q.value)
			}
		}
	})
}

// fuzzReader tries a reader at every lexeme of a text: what it takes is one or more
// lexemes, and its value is a plain number.
func fuzzReader(f *testing.F, read func(lx []lexeme, i int) (number, bool), seeds ...string) {
	for _, text := range seeds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lx := lexemes(text)
		for i := range lx {
			num, ok := read(lx, i)
			if ok && (num.next <= i || num.next > len(lx) || !plainValue(num.value)) {
				t.Fatalf("at %d of %q: value %q up to %d of %d", i, text, num.value, num.next, len(lx))
			}
		}
	})
}

func FuzzReadNumber(f *testing.F) {
	fuzzReader(f, readNumber, "two hundred and fifty thousand", "9.49 trillion", "tens of thousands", "5-10", "½", "half a dozen")
}

func FuzzReadMoney(f *testing.F) {
	fuzzReader(f, func(lx []lexeme, i int) (number, bool) {
		m, ok := readMoney(lx, i)
		return m.number, ok
	}, "RMB9.49 trillion", "$1-$2 million", "50 cents", "US $3 million", "300-million-yuan", "$5 million Canadian")
}

func FuzzReadPercent(f *testing.F) {
	fuzzReader(f, func(lx []lexeme, i int) (number, bool) {
		p, ok := readPercent(lx, i)
		return p.number, ok
	}, "16-17%", "one in five", "two-thirds of", "25 basis points", "12 and 31 per cent", "5.8 percentage points")
}

// plainValue says whether the value is a decimal without needless zeros, or two of
// them in order.
func plainValue(value string) bool {
	low, high, isRange := strings.Cut(value, "-")
	if isRange && compareDecimals(low, high) >= 0 {
		return false
	}
	return asPrinted(low) == low && (!isRange || asPrinted(high) == high) && strings.Trim(value, "0123456789.-") == ""
}

func FuzzLexemes(f *testing.F) {
	for _, text := range []string{"RMB9.49 trillion", "don’t", "1,234.5.6", "\xff'a", "é́"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, l := range lexemes(text) {
			if l.start < end || l.end <= l.start || text[l.start:l.end] != l.text {
				t.Fatalf("lexeme %q of %q spans [%d, %d)", l.text, text, l.start, l.end)
			}
			if utf8.ValidString(text) && strings.TrimSpace(text[end:l.start]) != "" {
				t.Fatalf("%q of %q is in no lexeme", text[end:l.start], text)
			}
			end = l.end
		}
	})
}

func BenchmarkReadQuantities(b *testing.B) {
	text := strings.Repeat("Volumes with the islands reached RMB1.28 trillion ($180 billion) in 2025, while mainland trade totaled 30 million euros, increasing 12.5% and 8.4%, respectively. ", 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		readQuantities(text, readDates(text))
	}
}

func TestRuleTablesAreChecked(t *testing.T) {
	cases := []struct {
		name, want string
		parse      func() error
	}{
		{"number kind", `numbers.tsv:2: unknown kind "nominal"`, func() error { _, err := parseNumberWords("# x\nnominal\tfirst\t1\n"); return err }},
		{"number context", `numbers.tsv:1: unknown context "far"`, func() error { _, err := parseNumberWords("context\tof\tfar\n"); return err }},
		{"number width", `numbers.tsv:1: want 3 fields, have 2`, func() error { _, err := parseNumberWords("cardinal\tone\n"); return err }},
		{"number value", `numbers.tsv:1: "x" is no small number`, func() error { _, err := parseNumberWords("cardinal\tone\tx\n"); return err }},
		{"bound", `numbers.tsv:1: unknown bound "near"`, func() error { _, err := parseNumberWords("bound\tnear\tnear\n"); return err }},
		{"currency code", `currencies.tsv:1: "usd" is no ISO 4217 code`, func() error { _, err := parseCurrencies("usd\tprefix\t$\n"); return err }},
		{"currency kind", `currencies.tsv:3: unknown kind "infix"`, func() error { _, err := parseCurrencies("\n#\nUSD\tinfix\t$\n"); return err }},
		{"fraction", `fractions.tsv:1: a share is a whole percentage between 1 and 99`, func() error { _, err := parseFractions("half\t150\t-\n"); return err }},
		{"unit", `units.tsv:1: unknown kind "length"`, func() error { _, err := parseUnits("length\tkm\n"); return err }},
		{"change", `changes.tsv:1: unknown sign "up"`, func() error { _, err := parseChanges("up\tbefore\trose\n"); return err }},
		{"date", `dates.tsv:1: "13" is no month or weekday`, func() error { _, err := parseDateWords("month\tjanuary\t13\n"); return err }},
		{"trade relation", `trade.tsv:1: "sells-to" is no relation of trade`, func() error { _, err := parseTradeWords("noun\tsales\tsells-to\n"); return err }},
		{"event kind", `events.tsv:1: unknown kind "odd"`, func() error { _, err := parseEventWords("odd\tcrash\t-\n"); return err }},
		{"measure kind", `measures.tsv:1: unknown kind "odd"`, func() error { _, err := parseMeasures("odd\tprice\n"); return err }},
		{"empty field", `units.tsv:1: field 2 is empty`, func() error { _, err := parseUnits("time\t \n"); return err }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := c.parse()
			if err == nil || err.Error() != c.want {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}

func TestRuleTablesLoad(t *testing.T) {
	numberTable()
	currencyTable()
	fractionWords()
	unitTable()
	changeTable()
	dateTable()
	tradeTable()
	eventTable()
	measureKinds()
}
