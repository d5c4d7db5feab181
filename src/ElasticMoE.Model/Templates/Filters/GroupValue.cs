using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>A group of `groupby`: a tuple of what its items share and the list of them, also by the names `grouper` and `list`.</summary>
internal static class GroupValue
{
    public static TupleValue Of(TemplateValue shared, List<TemplateValue> items) =>
        new([shared, new ListValue([.. items])]) { Names = ["grouper", "list"] };
}
