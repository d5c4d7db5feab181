using System.Text.RegularExpressions;
using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>Nothing names a folder of one machine: the repository stands alone, and scratch files get a fresh folder from the system.</summary>
internal sealed partial class MachinePathRule : Rule
{
    public override IEnumerable<SourceFile[]> Bad =>
    [
        Body($"var f = \"/{"home"}/me/model\";"),
        File("run.sh", $"cp /{"tmp"}/x ."),
        File("docs/A.md", $"See `/{"Users"}/me/x`."),
        Body($"var f = @\"C{":"}\\models\";"),
    ];

    public override IEnumerable<SourceFile[]> Good =>
        [Body("var f = \"/proc/meminfo\"; var u = \"https://a.example/home/page\";"), File("run.sh", "cp \"$HOME/x\" \"$root/tmp/x\"")];

    public override IEnumerable<Offence> Check(SourceTree tree) =>
        tree.Files.SelectMany(file => Absolute().Matches(file.Text).Select(match => At(file, match)));

    private static Offence At(SourceFile file, Match match) =>
        new(file.Path, file.Text.AsSpan(0, match.Index).Count('\n') + 1, $"{match.Value}… is a path of one machine");

    [GeneratedRegex(@"(?<![\w.}~*$\])-])/(home|root|Users|work|mnt|opt|tmp|workspace|scratch|data)/|(?<!\w)[A-Z]:\\\\?\w")]
    private static partial Regex Absolute();
}
