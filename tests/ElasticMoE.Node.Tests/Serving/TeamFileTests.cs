using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Node.Serving;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Serving;

public sealed class TeamFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_team_is_a_list_of_experts_each_preferred_by_1_or_as_it_says()
    {
        IReadOnlyDictionary<string, ExpertTeam> teams = Read("""{"sql": ["1/3", "2/1=2.5"], "risk": ["1/0=-1"]}""");
        Assert.Equal(2, teams.Count);
        Assert.Equal(new ExpertTeam("sql", [new(new(1, 3), 1), new(new(2, 1), 2.5f)]), teams["sql"]);
        Assert.Equal(new ExpertTeam("risk", [new(new(1, 0), -1)]), teams["risk"]);
    }

    [Theory]
    [InlineData("[]", "is no JSON object of teams")]
    [InlineData("{", "is no JSON at line 1")]
    [InlineData("""{"sql": []}""", "team 'sql': is no list of 1 to 4096 experts")]
    [InlineData("""{"sql": "1/3"}""", "team 'sql': is no list of 1 to 4096 experts")]
    [InlineData("""{"sql": [3]}""", "team 'sql': '3' is not LAYER/EXPERT")]
    [InlineData("""{"sql": ["1/4"]}""", "team 'sql': the model has no expert 1/4")]
    [InlineData("""{"sql": ["0/0"]}""", "team 'sql': the model has no expert 0/0")]
    [InlineData("""{"sql": ["1/3=x"]}""", "team 'sql': 'x' is no number")]
    [InlineData("""{"sql": ["1/3=NaN"]}""", "team 'sql': gate bias of expert 1/3: NaN is outside")]
    [InlineData("""{"sql": ["1/3", "1/3"]}""", "team 'sql': gate biases: expert 1/3 is named twice")]
    [InlineData("""{"": ["1/3"]}""", "a name has 1 to 255 characters")]
    [InlineData("""{"sql": ["1/3"], "sql": ["1/2"]}""", "team 'sql' is there twice")]
    public void What_is_wrong_is_told_in_one_line(string json, string message)
    {
        string told = Assert.Throws<InputException>(() => Read(json)).Message;
        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.StartsWith(_folder.PathOf("teams.json"), told, StringComparison.Ordinal);
    }

    private IReadOnlyDictionary<string, ExpertTeam> Read(string json)
    {
        File.WriteAllText(_folder.PathOf("teams.json"), json);
        return TeamFile.Read(_folder.PathOf("teams.json"), [0, 4, 4]);
    }
}
