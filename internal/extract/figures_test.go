package extract

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kg/internal/nlp/en"
	"kg/internal/ontology"
)

var englishExtractor = sync.OnceValues(func() (*Extractor, error) {
	pipeline, err := en.Load()
	if err != nil {
		return nil, err
	}
	ont, err := ontology.Default()
	if err != nil {
		return nil, err
	}
	return New(pipeline, ont)
})

// figureCase is a short article and the statements of some relations that it makes,
// as "subject | relation | object | qualifiers". Nothing else may be found of these
// relations.
type figureCase struct {
	name, title, text string
	want              []string
}

func runFigureCases(t *testing.T, relations string, cases []figureCase) {
	t.Helper()
	x, err := englishExtractor()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			readings, err := x.Extract(context.Background(), Input{Text: c.text, Title: c.title, Date: "2026-01-29"})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range readings {
				if strings.Contains(" "+relations+" ", " "+r.Predicate+" ") {
					got = append(got, showReading(r))
				}
			}
			sort.Strings(got)
			want := append([]string(nil), c.want...)
			sort.Strings(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func showReading(r ontology.Reading) string {
	var quals []string
	for _, q := range r.Qualifiers {
		quals = append(quals, q.Key+"="+q.Value.String())
	}
	if r.Status != "asserted" {
		quals = append(quals, "status="+r.Status)
	}
	s := fmt.Sprintf("%s | %s | %s", r.Subject.Name, r.Predicate, r.Object)
	if len(quals) > 0 {
		s += " | " + strings.Join(quals, " ")
	}
	return s
}

func TestLowerFirst(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"letter", "Exports of grain", "exports of grain"},
		{"letter of two bytes", "Électricité output", "électricité output"},
		{"digit", "2G phones", "2G phones"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := lowerFirst(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTrade(t *testing.T) {
	runFigureCases(t, "trades-with exports-to imports-from", []figureCase{
		{
			name: "three partners, the last two paired by respectively",
			text: "According to the provincial trade office, in 2025, Jiangsu's trade with ASEAN reached RMB1.21 trillion ($167 billion), up 7.3%. Volumes with Macao reached RMB48 billion, while European Union trade totaled RMB985 billion, increasing 3.1% and 10.4%, respectively.",
			want: []string{
				"Jiangsu | trades-with | ASEAN | amount=1210000000000 change=+7.3% currency=CNY period=2025",
				"Jiangsu | trades-with | Macao | amount=48000000000 change=+3.1% currency=CNY period=2025",
				"Jiangsu | trades-with | European Union | amount=985000000000 change=+10.4% currency=CNY period=2025",
			},
		},
		{
			name: "the province, named before",
			text: "Officials in Zhejiang presented figures on Monday. Zhejiang grew fast.\n\nIn 2025, the province's trade with Japan came to 310 billion yuan, down 2.5 percent.",
			want: []string{"Zhejiang | trades-with | Japan | amount=310000000000 change=-2.5% currency=CNY period=2025"},
		},
		{
			name: "a row of partners, sums and changes",
			text: "In 2025, Zhejiang's trade with ASEAN, the European Union and the United States reached 900 billion yuan, 850 billion yuan and 610 billion yuan, up 10.2%, 4.1% and 0.7%, respectively.",
			want: []string{
				"Zhejiang | trades-with | ASEAN | amount=900000000000 change=+10.2% currency=CNY period=2025",
				"Zhejiang | trades-with | European Union | amount=850000000000 change=+4.1% currency=CNY period=2025",
				"Zhejiang | trades-with | United States | amount=610000000000 change=+0.7% currency=CNY period=2025",
			},
		},
		{
			name: "exports to two places",
			text: "Bavaria's exports to Austria and Poland totalled €17.2 billion and €14.9 billion, respectively, in 2025.",
			want: []string{
				"Bavaria | exports-to | Austria | amount=17200000000 currency=EUR period=2025",
				"Bavaria | exports-to | Poland | amount=14900000000 currency=EUR period=2025",
			},
		},
		{
			name: "rise to a sum",
			text: "Ghana's exports to Togo rose 6.8 percent to $655.3 million last year. Imports from Benin fell 1.5 percent to $212 million.",
			want: []string{
				"Ghana | exports-to | Togo | amount=655300000 change=+6.8% currency=USD period=2025",
				"Ghana | imports-from | Benin | amount=212000000 change=-1.5% currency=USD period=2025",
			},
		},
		{
			name: "verb",
			text: "Kenya exported tea worth $1.1 billion to Egypt in 2024.",
			want: []string{"Kenya | exports-to | Egypt | amount=1100000000 currency=USD period=2024"},
		},
		{
			name: "between two places",
			text: "Trade between Ghana and Nigeria amounted to $620 million in 2024.",
			want: []string{"Ghana | trades-with | Nigeria | amount=620000000 currency=USD period=2024"},
		},
		{
			name: "largest partner",
			text: "Finland was Estonia's largest trading partner in 2025.",
			want: []string{"Estonia | trades-with | Finland | period=2025"},
		},
		{
			name: "another's, with the partner left out",
			text: "Vietnam's trade with China was $205 billion in 2025, and Thailand's was $140 billion.",
			want: []string{
				"Vietnam | trades-with | China | amount=205000000000 currency=USD period=2025",
				"Thailand | trades-with | China | amount=140000000000 currency=USD period=2025",
			},
		},
		{
			name: "those to",
			text: "Chile's exports to Peru reached $1.6 billion in 2025, those to Bolivia $410 million, up 12 and 31 per cent respectively.",
			want: []string{
				"Chile | exports-to | Peru | amount=1600000000 change=+12% currency=USD period=2025",
				"Chile | exports-to | Bolivia | amount=410000000 change=+31% currency=USD period=2025",
			},
		},
		{
			name: "the sum stands first",
			text: "Morocco did $2.3 billion in trade with Senegal in 2024.",
			want: []string{"Morocco | trades-with | Senegal | amount=2300000000 currency=USD period=2024"},
		},
		{
			name:  "another wording of the same kind",
			title: "Fujian trade grows",
			text:  "Fujian's foreign trade reached RMB2.1 trillion last year, a rise of 4.4 percent.\n\nASEAN was the province's top partner with RMB530 billion in trade, 5.8 percent more than a year earlier. Trade with the Hong Kong SAR climbed 12.5 percent to RMB128 billion and that with the European Union rose 8.4 percent to RMB113 billion.",
			want: []string{
				"Fujian | trades-with | ASEAN | amount=530000000000 change=+5.8% currency=CNY period=2025",
				"Fujian | trades-with | Hong Kong SAR | amount=128000000000 change=+12.5% currency=CNY period=2025",
				"Fujian | trades-with | European Union | amount=113000000000 change=+8.4% currency=CNY period=2025",
			},
		},
		{
			name: "carried period, hyphenated pair, rows within a clause",
			text: "The coastal province of Shandong traded more with its neighbours in 2025. Its trade with South Korea amounted to 240 billion yuan, an increase of 3.2 percent. Shandong-Japan trade came to 180 billion yuan, down 1.1 percent.\n\nExports to the United States dropped 7.5 percent to 95 billion yuan, while exports to Germany and France grew 2.2 percent and 4.8 percent to 41 billion yuan and 22 billion yuan, respectively.",
			want: []string{
				"Shandong | trades-with | South Korea | amount=240000000000 change=+3.2% currency=CNY period=2025",
				"Shandong | trades-with | Japan | amount=180000000000 change=-1.1% currency=CNY period=2025",
				"Shandong | exports-to | United States | amount=95000000000 change=-7.5% currency=CNY period=2025",
				"Shandong | exports-to | Germany | amount=41000000000 change=+2.2% currency=CNY period=2025",
				"Shandong | exports-to | France | amount=22000000000 change=+4.8% currency=CNY period=2025",
			},
		},
		{
			name: "the sum is told after the partner",
			text: "Finland remained Estonia's largest trading partner last year. Estonia's trade with Finland reached 6.8 billion euros in 2025, up 3.2 percent.",
			want: []string{"Estonia | trades-with | Finland | amount=6800000000 change=+3.2% currency=EUR period=2025"},
		},
		{
			name: "crowns of the owner's country",
			text: "The council represents firms in Norway, Sweden and Denmark. Norway's exports to Germany reached 52 billion kroner in 2025.",
			want: []string{"Norway | exports-to | Germany | amount=52000000000 currency=NOK period=2025"},
		},
		{
			name: "two periods of one pair",
			text: "For 2026, Fujian plans to raise trade with ASEAN to 450 billion yuan. In the first eleven months of 2025, Fujian's trade with ASEAN totaled 380.5 billion yuan.",
			want: []string{
				"Fujian | trades-with | ASEAN | amount=450000000000 currency=CNY period=2026 status=planned",
				"Fujian | trades-with | ASEAN | amount=380500000000 currency=CNY period=2025-01/2025-11",
			},
		},
		// Near misses.
		{name: "no figure, no verb of trade", text: "Ministers discussed trade with Japan and exports to Peru."},
		{name: "a person's business", text: "Mary Smith has trade with nobody."},
		{name: "negated deal", text: "The firm stopped its talks on trade with Cuba in 2019."},
	})
}

func TestAges(t *testing.T) {
	runFigureCases(t, "age", []figureCase{
		{name: "between commas", text: "Maria Lopez, 45, said she would stay.", want: []string{"Maria Lopez | age | 45"}},
		{name: "in brackets", text: "Maria Lopez (45) won the race in Oslo.", want: []string{"Maria Lopez | age | 45"}},
		{name: "adjective before the name", text: "The 31-year-old Peter Novak joined the club.", want: []string{"Peter Novak | age | 31"}},
		{name: "copula", text: "Peter Novak is 31 years old.", want: []string{"Peter Novak | age | 31"}},
		{name: "aged", text: "Peter Novak, aged 31, was arrested in Prague.", want: []string{"Peter Novak | age | 31"}},
		{name: "apposition", text: "Peter Novak, a 31-year-old baker, was arrested in Prague.", want: []string{"Peter Novak | age | 31"}},
		{name: "died aged", text: "Peter Novak died aged 91 in Prague.", want: []string{"Peter Novak | age | 91"}},
		{name: "at the age of", text: "Peter Novak died in Prague at the age of 91.", want: []string{"Peter Novak | age | 91"}},
		{name: "plain", text: "Peter Novak died in Prague. He was 91.", want: []string{"Peter Novak | age | 91"}},
		{name: "a person without a name", text: "A 31-year-old man was arrested in Prague.", want: []string{"31-year-old man | age | 31"}},
		// Near misses.
		{name: "a count", text: "Peter Novak was one of 45 guests."},
		{name: "a building", text: "The 31-year-old bridge was closed in Prague."},
		{name: "a date", text: "Peter Novak, 31 March, Prague."},
		{name: "a year", text: "The Acme Corporation, founded in 1945, said so."},
	})
}

func TestLives(t *testing.T) {
	runFigureCases(t, "born-on born-in died-on died-in died-of", []figureCase{
		{name: "born", text: "Anna Berg was born in Malmö on 3 May 1950.", want: []string{"Anna Berg | born-in | Malmö", "Anna Berg | born-on | 1950-05-03"}},
		{name: "died yesterday", text: "Anna Berg died in Lund yesterday.", want: []string{"Anna Berg | died-in | Lund", "Anna Berg | died-on | 2026-01-28"}},
		{name: "bracket of a life", text: "Anna Berg (3 May 1950 – 7 June 2019) wrote novels.", want: []string{"Anna Berg | born-on | 1950-05-03", "Anna Berg | died-on | 2019-06-07"}},
		{name: "bracket of a birth", text: "Anna Berg (born 1950) writes novels.", want: []string{"Anna Berg | born-on | 1950"}},
		{name: "cause", text: "Anna Berg died of pneumonia on Monday.", want: []string{"Anna Berg | died-of | pneumonia", "Anna Berg | died-on | 2026-01-26"}},
		// Near misses.
		{name: "not dead", text: "Anna Berg did not die on Monday."},
		{name: "nobody named", text: "A man died in Lund yesterday."},
		{name: "born later", text: "The idea was born in Lund in 1990."},
	})
}

func TestCasualties(t *testing.T) {
	runFigureCases(t, "killed injured", []figureCase{
		{name: "event as subject", text: "A bus crash near Lima killed at least 12 people and injured 30 others on Monday.", want: []string{"bus crash | killed | 12 | bound=over", "bus crash | injured | 30"}},
		{name: "passive in an event", text: "Three soldiers were killed in an explosion in Kabul.", want: []string{"explosion | killed | 3 | scope=soldiers"}},
		{name: "main event", title: "Train derailment in Ohio", text: "A derailment blocked the line. Five people died and about 40 were injured, police said of the derailment.", want: []string{"derailment | killed | 5", "derailment | injured | 40 | bound=about"}},
		{name: "dozens dead", text: "The blast left dozens dead.", want: []string{"blast | killed | 12 | bound=over"}},
		{name: "death toll", title: "Quake in Java", text: "The quake struck Java. The quake's death toll rose to 45.", want: []string{"quake | killed | 45"}},
		{name: "victim by name", text: "Ali Rahman was killed in the bombing of a market.", want: []string{"bombing | killed | Ali Rahman"}},
		// Near misses.
		{name: "nobody killed", text: "The crash did not kill 12 people."},
		{name: "could", text: "The storm could kill 12 people."},
		{name: "killed jobs", text: "Two bills died in committee."},
	})
}

func TestEvents(t *testing.T) {
	runFigureCases(t, "took-place-on took-place-in", []figureCase{
		{name: "phrase", text: "The bomb attack in Baghdad on Friday was condemned.", want: []string{"bomb attack | took-place-in | Baghdad", "bomb attack | took-place-on | 2026-01-23"}},
		{name: "subject", text: "The explosion occurred in Lagos yesterday.", want: []string{"explosion | took-place-in | Lagos", "explosion | took-place-on | 2026-01-28"}},
		{name: "held", text: "A trade summit will be held in Nairobi on March 3.", want: []string{"trade summit | took-place-in | Nairobi | status=planned", "trade summit | took-place-on | 2026-03-03 | status=planned"}},
		{name: "setting", text: "The minister spoke at a press conference on Tuesday.", want: []string{"press conference | took-place-on | 2026-01-27"}},
		{name: "struck", text: "The earthquake struck Nepal in 2006.", want: []string{"earthquake | took-place-in | Nepal", "earthquake | took-place-on | 2006"}},
		{name: "span", text: "The festival ran from January 5 to January 9 in Cork.", want: []string{"festival | took-place-in | Cork", "festival | took-place-on | 2026-01-05 | end=2026-01-09 start=2026-01-05"}},
		{name: "year in the name", text: "She won gold at the 2012 Summer Olympics.", want: []string{"2012 Summer Olympics | took-place-on | 2012"}},
		{name: "at a place within a place", text: "The explosion at a plant in Lagos was heard far away.", want: []string{"explosion | took-place-in | Lagos"}},
		{name: "yet to come", text: "The next meeting in Oslo was announced.", want: []string{"next meeting | took-place-in | Oslo | status=planned"}},
		// Near misses.
		{name: "a target is no place", text: "The attack on Norway was condemned."},
		{name: "not the event's date", text: "He has run the festival since 2018."},
		{name: "no event", text: "The bank opened in Oslo on Friday."},
	})
}

func TestParticipants(t *testing.T) {
	runFigureCases(t, "participated-in organised-by", []figureCase{
		{name: "speaks there", text: "Maria Lopez spoke at a conference in Oslo.", want: []string{"Maria Lopez | participated-in | conference"}},
		{name: "parties of talks", text: "The talks between Norway and Sweden failed.", want: []string{"Norway | participated-in | talks", "Sweden | participated-in | talks"}},
		{name: "held by", text: "A rally organised by the Nordic Union blocked the road.", want: []string{"rally | organised-by | Nordic Union"}},
		{name: "attack by", text: "The attack by the Red Front destroyed the bridge.", want: []string{"attack | organised-by | Red Front"}},
		// Near misses.
		{name: "whose trial", text: "Maria Lopez's trial begins on Friday."},
		{name: "paper that asks", text: "He said so in an interview with the Daily Post."},
	})
}

func TestPayments(t *testing.T) {
	runFigureCases(t, "invested-in", []figureCase{
		{name: "pledge", text: "Australia pledged A$5 million for the harbour road.", want: []string{"Australia | invested-in | harbour road | amount=5000000 currency=AUD status=planned"}},
		{name: "donate", text: "The Berg Foundation donated 2 million euros to the Lund Museum.", want: []string{"Berg Foundation | invested-in | Lund Museum | amount=2000000 currency=EUR"}},
		{name: "the dollar of the only dollar country", text: "Canada faces cuts. Canada committed $40 million to the port.", want: []string{"Canada | invested-in | port | amount=40000000 currency=CAD status=planned"}},
		// Near misses.
		{name: "no sum", text: "Australia pledged support for the harbour road."},
		{name: "a loss", text: "Acme lost $5 million in the crash."},
	})
}

func TestIndicators(t *testing.T) {
	runFigureCases(t, "indicator", []figureCase{
		{name: "measure of a place", text: "Ghana's exports reached $5.2 billion in 2025, up 4 percent.", want: []string{"Ghana | indicator | 5200000000 | change=+4% currency=USD measure=exports period=2025"}},
		{name: "measure in a place", text: "Unemployment in Estonia fell to 6.9 percent in 2025.", want: []string{"Estonia | indicator | 6.9% | measure=unemployment period=2025"}},
		{name: "level and change", text: "The Nordic 30 index closed higher. Fiji's inflation rose 0.4 percentage points to 3.1 percent last month.", want: []string{"Fiji | indicator | 3.1% | measure=inflation period=2025-12"}},
		{name: "second currency in brackets", text: "Zhejiang's foreign trade hit RMB5.1 trillion ($710 billion) in 2025.", want: []string{"Zhejiang | indicator | 5100000000000 | currency=CNY measure=foreign trade period=2025"}},
		{name: "who counts what", text: "Nordair carried 2.9 million passengers in May.", want: []string{"Nordair | indicator | 2900000 | measure=passengers period=2025-05"}},
		{name: "share", text: "Lena Vogt won 12 percent of the vote.", want: []string{"Lena Vogt | indicator | 12% | measure=vote share"}},
		{name: "with a measure of", text: "Tonga has a population of 107,000.", want: []string{"Tonga | indicator | 107000 | measure=population"}},
		{name: "measure of an event", text: "A 5.3 magnitude earthquake shook the town before the two-week trial.", want: []string{
			"earthquake | indicator | 5.3 | measure=magnitude",
			"trial | indicator | 2 | measure=duration unit=weeks",
		}},
		{name: "two owners", text: "Lena Vogt and Peter Novak won 19 seats.", want: []string{
			"Lena Vogt | indicator | 19 | measure=seats",
			"Peter Novak | indicator | 19 | measure=seats",
		}},
		{name: "joined amounts", text: "Nordair employs 450 pilots and 900 mechanics.", want: []string{
			"Nordair | indicator | 450 | measure=pilots",
			"Nordair | indicator | 900 | measure=mechanics",
		}},
		{name: "among them", text: "Jiangsu counted 90,000 enterprises in 2025. Among them, 70,000 were private firms.", want: []string{
			"Jiangsu | indicator | 90000 | measure=enterprises period=2025",
			"Jiangsu | indicator | 70000 | measure=enterprises period=2025 scope=private firms",
		}},
		{name: "branches paired by respectively", title: "Jiangsu grows", text: "Jiangsu did well. Steel and textiles accounted for more than 50% and 30%, respectively, of the added value.", want: []string{
			"Jiangsu | indicator | 50% | bound=over measure=share of added value scope=steel",
			"Jiangsu | indicator | 30% | measure=share of added value scope=textiles",
		}},
		{name: "forecast", text: "Officials expect that Ghana's exports would exceed $6 billion in 2026.", want: []string{"Ghana | indicator | 6000000000 | bound=over currency=USD measure=exports period=2026 status=planned"}},
		// Near misses.
		{name: "dates and labels", text: "Article 5 was signed by Ghana on 3 May 2019 at 8 p.m."},
		{name: "what it was before", text: "Ghana's exports rose from $4 billion."},
		{name: "vague amounts", text: "Ghana exported tons of cocoa."},
		{name: "possibility", text: "Ghana's exports could reach $9 billion."},
		{name: "denied", text: "Ghana's exports did not reach $9 billion."},
	})
}
